/** The command line: one class a subcommand, none of which knows more than its own words. */
package io.tulle.daemon.cli;
