package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * What an apply did, as the command line gets it from the daemon.
 *
 * @param lines    the plan as a diff
 * @param failures one line for each thing that failed; the rest was done
 * @param json     the whole answer: as for a plan, and "failures"
 */
public record ApplyResult(List<String> lines, List<String> failures, JsonNode json)
{
}
