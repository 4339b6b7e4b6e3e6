/** Linux as Tulle sees it: system calls, network namespaces, rtnetlink, epoll; nothing here knows a frame. */
package io.tulle.tapio.linux;
