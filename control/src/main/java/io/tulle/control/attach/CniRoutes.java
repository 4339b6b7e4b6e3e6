package io.tulle.control.attach;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.ApiAnswer;
import io.tulle.control.AttachKey;
import io.tulle.control.AttachService;
import io.tulle.control.ControlException;
import io.tulle.control.Json;

import java.util.List;

/** Does what the CNI plugin is called for; every answer is in the words of the specification. Called by the API. */
public final class CniRoutes
{
    private static final int BAD_REQUEST = 400;

    private final AttachService service;

    public CniRoutes(final AttachService service)
    {
        this.service = service;
    }

    /** @return null if there is no such page. @param path the segments after /v1 */
    public ApiAnswer answer(final String method, final List<String> path, final JsonNode body)
    {
        final Field root = Field.of(body);
        final String verb = method + " " + String.join("/", path);
        try
        {
            final CniCall call = new CniCall(root);
            return switch (verb)
            {
                case "POST cni/add" -> add(call);
                case "POST cni/del" -> delete(call);
                case "POST cni/check" -> check(call);
                case "POST cni/status" -> status(call);
                case "POST cni/gc" -> collect(call);
                default -> null;
            };
        }
        catch (final CniError e)
        {
            return refusal(root, e.code(), e.getMessage());
        }
        catch (final ControlException e)
        {
            return refusal(root, BAD_REQUEST == e.status() ? CniError.BAD_CONFIG : CniError.FAILED, e.getMessage());
        }
        catch (final IllegalArgumentException e)
        {
            return refusal(root, CniError.BAD_CONFIG, e.getMessage());
        }
    }

    private ApiAnswer add(final CniCall call)
    {
        final CniVersion version = CniVersion.of(call.config());
        return ApiAnswer.ok(
            new CniResult(version, call, service.attach(new CniAttachment(call).request()).get(0)).json());
    }

    /** Whatever else is wrong: what it names is gone afterwards. */
    private ApiAnswer delete(final CniCall call)
    {
        CniVersion.of(call.config());
        service.detach(List.of(call.key(new CniNetwork(call.config()).id())));
        return ApiAnswer.done();
    }

    private ApiAnswer check(final CniCall call)
    {
        final CniVersion version = CniVersion.of(call.config());
        final AttachKey key = call.key(new CniNetwork(call.config()).id());
        try
        {
            new CniResult(version, call, service.check(key, call.netns()))
                .checkAgainst(call.config().get("prevResult"));
        }
        catch (final ControlException e)
        {
            throw new CniError(404 == e.status() ? CniError.UNKNOWN_CONTAINER : CniError.FAILED, e.getMessage());
        }
        return ApiAnswer.done();
    }

    private ApiAnswer status(final CniCall call)
    {
        requireNewest(call);
        final CniNetwork network = new CniNetwork(call.config());
        if (!service.hasRoom(network.definition().id()))
        {
            throw new CniError(CniError.NOT_AVAILABLE, "network " + network.name() + " has no free address");
        }
        return ApiAnswer.done();
    }

    private ApiAnswer collect(final CniCall call)
    {
        requireNewest(call);
        final CniNetwork network = new CniNetwork(call.config());
        final Field valid = call.config().get("cni.dev/valid-attachments");
        valid.check(!valid.isAbsent(), "is missing");
        service.keepOnly(network.id(), valid.items().stream().map(attachment -> new AttachKey(
            CniIds.of("container", CniCall.checkedId(attachment.get("containerID").text())), network.id(),
            attachment.get("ifname").required())).toList());
        return ApiAnswer.done();
    }

    /** Version 1.1 brought STATUS and GC. */
    private static void requireNewest(final CniCall call)
    {
        if (!CniVersion.of(call.config()).isAtLeast("1.1.0"))
        {
            throw new CniError(CniError.INCOMPATIBLE_VERSION, "this command is not part of CNI " +
                CniVersion.of(call.config()));
        }
    }

    private static ApiAnswer refusal(final Field body, final int code, final String message)
    {
        final JsonNode version = body.node().path("config").path("cniVersion");
        return new ApiAnswer(BAD_REQUEST, Json.object()
            .put("cniVersion", version.isTextual() ? version.textValue() : CniVersion.newest())
            .put("code", code).put("msg", message), null);
    }
}
