/** The topology file: records, loader, validation with line numbers, JSON Schema. */
package io.tulle.config;
