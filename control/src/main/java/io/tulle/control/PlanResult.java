package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A plan as the command line gets it from the daemon.
 *
 * @param lines    the plan as a diff
 * @param problems one line for each thing of the file that cannot be done
 * @param json     the whole answer: {@code {"disruptive", "changes": [{"action", "kind", "name", "disruptive", "text",
 *                 "differences": [{"property", "before", "after"}]}], "problems", "warnings"}}
 */
public record PlanResult(List<String> lines, List<String> problems, boolean isDisruptive, JsonNode json)
{
}
