package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks what Docker asks, at random and often twice, while devices die, namespaces vanish, the Fabric fails, the disk is
 * full and Tulle is killed. After each step the Fabric has what the model says, and in the end it has nothing.
 */
class EngineModelTest
{
    private static final int STEPS = 700;
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final List<String> FAILURES = List.of("createNetwork", "createNetwork badly", "openSandbox",
        "attach", "attach badly", "publish", "publish badly", "save");
    private static final List<Path> KEYS =
        List.of(EngineTestBase.KEY, EngineTestBase.OTHER_KEY, Path.of("/run/docker/ns/3"));

    /** What Docker believes, and what is on disk. */
    private static final class Model
    {
        private final Set<String> networks = new TreeSet<>();
        private final Set<String> reserved = new TreeSet<>();
        private final Map<String, Path> joined = new TreeMap<>();
        private final Map<Path, String> gateways = new HashMap<>(); // each has port 8080
        private Path publisher; // or null

        private Model copy()
        {
            final Model copy = new Model();
            copy.networks.addAll(networks);
            copy.reserved.addAll(reserved);
            copy.joined.putAll(joined);
            copy.gateways.putAll(gateways);
            copy.publisher = publisher;
            return copy;
        }

        private void revoke(final Path key)
        {
            gateways.remove(key);
            publisher = Objects.equals(publisher, key) ? null : publisher;
        }

        private void leave(final String id)
        {
            final Path key = joined.remove(id);
            if (null != key && id.equals(gateways.get(key)))
            {
                revoke(key);
            }
        }

        private void remove(final String id)
        {
            leave(id);
            reserved.remove(id);
        }
    }

    @TempDir
    private Path stateDir;

    private StrictFabric fabric = new StrictFabric();
    private NetworkService service;
    private Model model = new Model();
    private Model disk = new Model();
    private Random random;

    @AfterEach
    void close()
    {
        service.close();
    }

    @Test
    void shouldHaveWhatDockerHasWhateverHappens() throws IOException
    {
        for (long seed = 1; seed <= 15; seed++)
        {
            random = new Random(seed);
            open();
            for (int i = 0; i < STEPS; i++)
            {
                final String step = step();
                assertSame("seed " + seed + " step " + i + " " + step);
            }
            removeAll();
            assertSame("seed " + seed + " at the end");
            assertTrue(fabric.sandboxes.isEmpty() && fabric.networks.isEmpty() && fabric.ports.isEmpty());
            service.close();
        }
    }

    private void open()
    {
        service = new NetworkService("shop", stateDir, fabric, List::of);
        assertEquals(List.of(), service.restore().problems());
    }

    private String step() throws IOException
    {
        final boolean isFailing = 0 == random.nextInt(6);
        final String failure = isFailing ? FAILURES.get(random.nextInt(FAILURES.size())) : "";
        final Path blocker = stateDir.resolve("state.json.new");
        fabric.failing = failure;
        if ("save".equals(failure))
        {
            Files.createDirectories(blocker.resolve("full"));
        }
        final Path saved = stateDir.resolve("state.json");
        if (Files.exists(saved))
        {
            Files.setLastModifiedTime(saved, NEVER);
        }
        final String call = call("save".equals(failure));
        if (Files.exists(saved) && !NEVER.equals(Files.getLastModifiedTime(saved)))
        {
            disk = model.copy();
        }
        if ("save".equals(failure))
        {
            Files.delete(blocker.resolve("full"));
            Files.delete(blocker);
        }
        fabric.failing = "";
        return call + " " + failure;
    }

    private String call(final boolean isFull)
    {
        final int number = random.nextInt(8);
        final String id = Integer.toString(number).repeat(64);
        final String network = number < 5 ? EngineTestBase.WEB : EngineTestBase.LAB;
        final Path key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(24))
        {
            case 0 -> createNetwork(network);
            case 1 -> removeNetwork(network, isFull);
            case 2, 3, 4, 5, 6 -> createEndpoint(network, id, number);
            case 7, 8, 9, 10, 11, 12 -> join(network, id, key);
            case 13, 14, 15 -> program(network, id);
            case 16 -> asked(() -> service.engine().revokeConnectivity(network, id), () -> revoke(id), isFull);
            case 17, 18 -> asked(() -> service.engine().leave(network, id), () -> model.leave(id), isFull);
            case 19, 20 -> asked(() -> service.engine().removeEndpoint(network, id), () -> model.remove(id), isFull);
            case 21 -> loseDevice(id, isFull);
            case 22 -> loseNamespace(key, isFull);
            default -> restart(isFull);
        }
        return number + " in " + key;
    }

    private void createNetwork(final String id)
    {
        final boolean isLab = EngineTestBase.LAB.equals(id);
        if (isDone(() -> service.engine().createNetwork(EngineTestBase.network(id, null, isLab,
            isLab ? "10.82.0.0/24" : "10.81.0.0/24", Map.of()))))
        {
            model.networks.add(id);
        }
        else
        {
            assertTrue(!fabric.failing.isEmpty());
        }
    }

    private void removeNetwork(final String id, final boolean isFull)
    {
        asked(() -> service.engine().removeNetwork(id), () ->
        {
            List.copyOf(model.reserved).stream().filter(one -> id.equals(networkOf(one))).forEach(model::remove);
            model.networks.remove(id);
        }, isFull);
    }

    private void createEndpoint(final String network, final String id, final int number)
    {
        final String subnet = EngineTestBase.WEB.equals(network) ? "10.81.0." : "10.82.0.";
        if (isDone(() -> service.engine().createEndpoint(
            EngineTestBase.endpoint(network, id, subnet + (number + 2) + "/24"))))
        {
            assertTrue(model.networks.contains(network));
            model.reserved.add(id);
        }
        else
        {
            assertTrue(!model.networks.contains(network) || "save".equals(fabric.failing));
        }
    }

    private void join(final String network, final String id, final Path key)
    {
        final boolean isLegal =
            model.reserved.contains(id) && key.equals(model.joined.getOrDefault(id, key));
        if (isDone(() -> service.engine().join(network, id, key)))
        {
            assertTrue(isLegal);
            evictTwin(network, id, key);
            model.joined.put(id, key);
            return;
        }
        assertTrue(!isLegal || !fabric.failing.isEmpty());
        if (isLegal && !model.joined.containsKey(id))
        {
            evictTwin(network, id, key);
        }
    }

    /** A container is on a network once. */
    private void evictTwin(final String network, final String id, final Path key)
    {
        Map.copyOf(model.joined).forEach((other, itsKey) ->
        {
            if (!other.equals(id) && key.equals(itsKey) && network.equals(networkOf(other)))
            {
                model.remove(other);
            }
        });
    }

    private void program(final String network, final String id)
    {
        final Path key = model.joined.get(id);
        final boolean isAllowed = null != key && EngineTestBase.WEB.equals(network);
        final boolean isServed = isAllowed && id.equals(model.gateways.get(key));
        final boolean isDone =
            isDone(() -> service.engine().programConnectivity(network, id, EngineTestBase.ports("8080:80")));
        if (isServed)
        {
            assertTrue(isDone);
        }
        else if (isAllowed)
        {
            model.revoke(key);
            final boolean isTaken = null != model.publisher;
            assertTrue(!isDone || !isTaken);
            assertTrue(isDone || isTaken || !fabric.failing.isEmpty());
            if (isDone)
            {
                model.gateways.put(key, id);
                model.publisher = key;
            }
        }
        else
        {
            assertTrue(!isDone);
        }
    }

    private void revoke(final String id)
    {
        final Path key = model.joined.get(id);
        if (null != key && id.equals(model.gateways.get(key)))
        {
            model.revoke(key);
        }
    }

    private void loseDevice(final String id, final boolean isFull)
    {
        if (!isFull)
        {
            fabric.attached.remove(id);
            asked(() -> service.endpointLost(id), () -> model.leave(id), false);
        }
    }

    private void loseNamespace(final Path key, final boolean isFull)
    {
        final List<String> here =
            model.joined.keySet().stream().filter(id -> key.equals(model.joined.get(id))).toList();
        if (!isFull && !here.isEmpty())
        {
            final String sandbox = service.containers().stream()
                .filter(row -> row.networks().stream().anyMatch(one -> here.contains(one.endpointId())))
                .findFirst().orElseThrow().sandboxId();
            fabric.vanished.add(sandbox);
            asked(() -> service.sandboxLost(sandbox), () -> here.forEach(model::remove), false);
        }
    }

    private void restart(final boolean isFull)
    {
        if (random.nextBoolean())
        {
            asked(service.engine()::activate, () -> model.reserved.retainAll(model.joined.keySet()), isFull);
        }
        else if (!isFull)
        {
            service.close();
            fabric = new StrictFabric();
            model = disk.copy();
            open();
        }
    }

    /** What takes something away does so, even if that cannot be written down. */
    private void asked(final Runnable call, final Runnable effect, final boolean isFull)
    {
        final boolean isDone = isDone(call);
        effect.run();
        service.networks(); // what was posted is done
        assertTrue(isDone || isFull, fabric.failing);
    }

    private static boolean isDone(final Runnable call)
    {
        try
        {
            call.run();
            return true;
        }
        catch (final ControlException | IllegalStateException e)
        {
            if (e.getCause() instanceof final AssertionError broken)
            {
                throw broken; // a rule of the Fabric's
            }
            return false;
        }
    }

    private void removeAll()
    {
        for (final String id : List.copyOf(model.reserved))
        {
            service.engine().removeEndpoint(networkOf(id), id);
        }
        List.of(EngineTestBase.WEB, EngineTestBase.LAB).forEach(service.engine()::removeNetwork);
        model = new Model();
        disk = new Model();
    }

    private void assertSame(final String when)
    {
        final EngineInventory inventory = service.engine().inventory();
        assertEquals(model.networks, inventory.networks().stream().map(Network::id)
            .collect(Collectors.toCollection(TreeSet::new)), when);
        assertEquals(model.networks, fabric.networks, when);
        assertEquals(model.reserved, inventory.endpoints().stream().map(EngineEndpoint::id)
            .collect(Collectors.toCollection(TreeSet::new)), when);
        assertEquals(model.joined.keySet(), new TreeSet<>(fabric.attached.keySet()), when);
        assertEquals(new TreeSet<>(model.joined.values()).size(), service.containers().size(), when);
        assertEquals(service.containers().stream().map(ContainerRow::sandboxId)
            .collect(Collectors.toCollection(TreeSet::new)), fabric.sandboxes, when);
        assertEquals(null == model.publisher ? 0 : 1, fabric.ports.size(), when);
        assertEquals(null == model.publisher ? 0 : 1, service.ports(null).size(), when);
        inventory.endpoints().forEach(endpoint -> assertEquals(endpoint.isGateway(),
            model.gateways.containsValue(endpoint.id()), when));
        inventory.endpoints().forEach(endpoint -> assertEquals(model.joined.get(endpoint.id()),
            endpoint.sandboxKey(), when));
    }

    private static String networkOf(final String id)
    {
        return id.charAt(0) < '5' ? EngineTestBase.WEB : EngineTestBase.LAB;
    }
}
