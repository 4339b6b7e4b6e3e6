package io.tulle.control.docker;

import io.tulle.config.BadValueException;
import io.tulle.config.MacAddr;
import io.tulle.control.EngineEndpoint;
import io.tulle.control.InterfaceAddress;

import java.util.Map;

/** Reads the endpoint that CreateEndpoint asks for. Any thread. */
final class EndpointRequestJson
{
    private static final String MAC_OPTION = "com.docker.network.endpoint.macaddress"; // base64 of Interface.MacAddress

    private EndpointRequestJson()
    {
    }

    static EngineEndpoint endpoint(final Fields request)
    {
        final Fields own = request.child("Interface");
        return new EngineEndpoint(
            request.id("EndpointID"),
            request.id("NetworkID"),
            own.parsed("MacAddress", MacAddr::parse),
            own.parsed("Address", text -> address(text, false)),
            own.parsed("AddressIPv6", text -> address(text, true)),
            driverOpts(request.child("Options")),
            null,
            false);
    }

    /** What the user gave with driver-opt stands among Docker's own options, which are lists but for one. */
    private static Map<String, String> driverOpts(final Fields options)
    {
        final Map<String, String> texts = options.onlyTexts();
        texts.remove(MAC_OPTION);
        return texts;
    }

    private static InterfaceAddress address(final String text, final boolean isV6)
    {
        final InterfaceAddress address = InterfaceAddress.parse(text);
        if (address.address().isV6() != isV6)
        {
            throw new BadValueException(text, "is not an " + (isV6 ? "IPv6" : "IPv4") + " address", null);
        }
        return address;
    }
}
