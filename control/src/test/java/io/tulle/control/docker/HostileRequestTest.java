package io.tulle.control.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.control.FakeEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** No request, however damaged, is answered with anything but what it asked for or a refusal in words. */
@Timeout(60)
class HostileRequestTest
{
    private static final int CASES = 3_000; // most are saved to the disk

    private static final List<Map.Entry<String, String>> CALLS = List.of(
        Map.entry("NetworkDriver.CreateNetwork", DriverTest.CREATE_NETWORK),
        Map.entry("NetworkDriver.CreateEndpoint", DriverTest.CREATE_ENDPOINT),
        Map.entry("NetworkDriver.Join", DriverTest.JOIN),
        Map.entry("NetworkDriver.ProgramExternalConnectivity", DriverTest.PROGRAM),
        Map.entry("NetworkDriver.EndpointOperInfo", "{" + DriverTest.IDS + "}"),
        Map.entry("NetworkDriver.RevokeExternalConnectivity", "{" + DriverTest.IDS + "}"),
        Map.entry("NetworkDriver.Leave", "{" + DriverTest.IDS + "}"),
        Map.entry("NetworkDriver.DeleteEndpoint", "{" + DriverTest.IDS + "}"),
        Map.entry("NetworkDriver.DeleteNetwork", "{\"NetworkID\":\"" + DriverTest.NETWORK + "\"}"),
        Map.entry("IpamDriver.RequestPool", DriverTest.REQUEST_POOL),
        Map.entry("IpamDriver.RequestAddress", "{\"PoolID\":\"POOL\",\"Address\":\"\",\"Options\":null}"),
        Map.entry("IpamDriver.ReleaseAddress", "{\"PoolID\":\"POOL\",\"Address\":\"10.99.7.128\"}"),
        Map.entry("IpamDriver.ReleasePool", "{\"PoolID\":\"POOL\"}"));

    @TempDir
    Path folder;

    @Test
    void shouldDoOrRefuseWhateverIsAsked()
    {
        try (FakeEngine engine = new FakeEngine(folder))
        {
            final Map<String, PluginMethod> methods = PluginServer.methods(engine.engine(), engine.ipam());
            final String pool = poolOf(methods);
            final JsonMutator mutator = new JsonMutator(1_789);
            int done = 0;
            for (int i = 0; i < CASES; i++)
            {
                final Map.Entry<String, String> call = CALLS.get(i % CALLS.size());
                final byte[] request = mutator.next(call.getValue().replace("POOL", pool));
                done += isDone(methods, call.getKey(), request) ? 1 : 0;
            }
            assertTrue(done > CASES / 10 && done < CASES, "done: " + done);
        }
    }

    private static boolean isDone(
        final Map<String, PluginMethod> methods, final String method, final byte[] request)
    {
        final PluginAnswer answer = PluginHandler.answer(method, methods.get(method), request);
        final String text = method + ' ' + new String(request, StandardCharsets.UTF_8) + " -> " + answer;
        final List<String> names = new ArrayList<>();
        answer.body().fieldNames().forEachRemaining(names::add);
        final boolean isIpam = method.startsWith("IpamDriver.");
        final boolean isRefused = names.contains(isIpam ? "Error" : "Err");
        assertTrue(200 == answer.status() || 400 == answer.status() && isRefused, text);
        assertEquals(isRefused && (!isIpam || 400 == answer.status()), names.contains("Err"), text);
        return !isRefused;
    }

    private static String poolOf(final Map<String, PluginMethod> methods)
    {
        return PluginHandler.answer("IpamDriver.RequestPool", methods.get("IpamDriver.RequestPool"),
            DriverTest.REQUEST_POOL.getBytes(StandardCharsets.UTF_8)).body().path("PoolID").textValue();
    }
}
