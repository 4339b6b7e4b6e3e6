package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A plan as the command line gets it from the daemon.
 *
 * @param lines the plan as a diff
 * @param json  the whole answer: {@code {"disruptive", "changes": [{"action", "kind", "name", "disruptive", ...}]}}
 */
public record PlanResult(List<String> lines, boolean isDisruptive, JsonNode json)
{
}
