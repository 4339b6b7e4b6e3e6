/** What podman's network tool and CNI say, in JSON that small shims forward: read here, and answered in their words. */
package io.tulle.control.attach;
