package io.tulle.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What Docker's API told is what users see, and what Docker did not tell is called by its id. */
class ToldNamesTest extends EngineTestBase
{
    private static final String CONTAINER = "e8".repeat(32);
    private static final String OTHER_CONTAINER = "68".repeat(32);
    private static final String UNNAMED = "sandbox-1111382c4e55";

    @Test
    void shouldCallNetworkAndContainerAsTheirUserDoes()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        tell(told(WEB, "front", named(FIRST, "web", "www", "e8e8e8e8e8e8")));
        assertEquals(List.of("update front", "resolver of web is []",
            "names of web on front are [www, e8e8e8e8e8e8]"), fabric.takeCalls());
        assertEquals("10.81.0.2/24", addressOf("web", "front"));
        assertEquals(new EngineContainer(CONTAINER, Map.of("tier", "one")), row("web").engine());
        assertEquals(Map.of("made", "here"), service.inspect("front").network().labels());
    }

    @Test
    void shouldChangeNothingWhenTheSameIsToldAgain()
    {
        shouldCallNetworkAndContainerAsTheirUserDoes();
        tell(told(WEB, "front", named(FIRST, "web", "www", "e8e8e8e8e8e8")));
        assertEquals(List.of(), fabric.takeCalls());
    }

    @Test
    void shouldKeepNamesOverARestart()
    {
        shouldCallNetworkAndContainerAsTheirUserDoes();
        reopen();
        service.restore();
        assertEquals("10.81.0.2/24", addressOf("web", "front"));
        assertEquals(CONTAINER, row("web").engine().id());
        assertEquals(List.of("www", "e8e8e8e8e8e8"), service.inspect("front").endpoints().get(0).aliases());
    }

    @Test
    void shouldFollowARename()
    {
        shouldCallNetworkAndContainerAsTheirUserDoes();
        docker().programConnectivity(WEB, FIRST, ports("8080:80"));
        fabric.takeCalls();
        tell(told(WEB, "front", named(FIRST, "shop", "www", "e8e8e8e8e8e8")));
        assertEquals(List.of("resolver of shop is []", "names of shop on front are [www, e8e8e8e8e8e8]"),
            fabric.takeCalls());
        assertEquals(List.of("0.0.0.0:8080->80/tcp"), row("shop").ports());
        assertEquals("shop", service.ports(null).get(0).container());
    }

    @Test
    void shouldLetTwoContainersSwapTheirNames()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        givenJoined(WEB, SECOND, "10.81.0.3/24", OTHER_KEY);
        tell(told(WEB, "front", named(FIRST, "one"), named(SECOND, "two")));
        tell(told(WEB, "front", named(FIRST, "two"), named(SECOND, "one")));
        assertEquals("10.81.0.3/24", addressOf("one", "front"));
        assertEquals("10.81.0.2/24", addressOf("two", "front"));
    }

    @Test
    void shouldCallByIdWhoseNameIsTakenByTheFileAndLetItBeAnAlias()
    {
        given("""
            networks: {front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}}
            containers: {web: {netns: web, networks: {front: {}}}}
            """);
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        tell(told(WEB, "front", named(FIRST, "web", "www")));
        assertEquals("10.30.0.2/24", addressOf("web", "front"));
        assertEquals("10.81.0.2/24", addressOf(UNNAMED, "abababababab"));
        assertEquals(List.of("web", "www"), service.inspect("abababababab").endpoints().get(0).aliases());
    }

    @Test
    void shouldStayFoundByANameThatAFileTakes()
    {
        shouldCallNetworkAndContainerAsTheirUserDoes();
        given("""
            networks: {lan: {ipam: {config: [{subnet: 10.30.0.0/24}]}}}
            containers: {web: {netns: web, networks: {lan: {}}}}
            """);
        assertEquals("10.30.0.2/24", addressOf("web", "lan"));
        assertEquals("10.81.0.2/24", addressOf(UNNAMED, "front"));
        assertEquals(List.of("web", "www", "e8e8e8e8e8e8"), service.inspect("front").endpoints().get(0).aliases());
        tell(told(WEB, "front", named(FIRST, "web", "www", "e8e8e8e8e8e8")));
        assertEquals(List.of(), fabric.takeCalls());
    }

    @Test
    void shouldNotTakeTheNumberThatANetworkOfTheFileIsCalled()
    {
        given("networks: {abababababab: {ipam: {config: [{subnet: 10.30.0.0/24}]}}}\n");
        givenNetworks();
        tell(told(WEB, "no name"));
        tell(told(WEB, "front"));
        tell(told(WEB, "abababababab"));
        assertEquals(List.of("abababababab", "ababababababa", "lab"),
            service.networks().stream().map(NetworkRow::name).toList());
    }

    @Test
    void shouldGiveTheNameWhenItIsFreeAgain()
    {
        shouldCallByIdWhoseNameIsTakenByTheFileAndLetItBeAnAlias();
        given("networks: {}\n");
        tell(told(WEB, "front", named(FIRST, "web", "www")));
        assertEquals("10.81.0.2/24", addressOf("web", "front"));
        assertEquals(List.of("www"), service.inspect("front").endpoints().get(0).aliases());
    }

    @Test
    void shouldTakeOverNothingThatIsNoName()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        tell(told(WEB, "my net/\u001b[2J",
            named(FIRST, "../web", "a b", "", "x\ny", "-", ".", "good_one", "a".repeat(254))));
        assertEquals("10.81.0.2/24", addressOf(UNNAMED, "abababababab"));
        assertEquals(List.of("good_one"), service.inspect("abababababab").endpoints().get(0).aliases());
    }

    @Test
    void shouldPassOverWhatIsNotKnownAndWhatIsNotDockers()
    {
        given(SHOP);
        final String front = service.inspect("front").network().id();
        final String web = joined("web", "front").endpointId();
        tell(told(front, "mine", named(web, "stolen")), told(THIRD, "unknown", named(SECOND, "nobody")));
        assertEquals(List.of(), fabric.takeCalls());
        assertNull(row("web").engine());
    }

    @Test
    void shouldNameAContainerOnSeveralNetworksOnce()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        givenJoined(LAB, SECOND, "10.82.0.2/24", KEY);
        tell(told(WEB, "front", named(FIRST, "web", "www")), told(LAB, "back", named(SECOND, "web", "db")));
        assertEquals(List.of("update front", "update back", "resolver of web is []", "names of web on front are [www]",
            "names of web on back are [db]"), fabric.takeCalls());
    }

    @Test
    void shouldTellWhatCouldNotBeDoneAndDoTheRest()
    {
        givenNetworks();
        givenJoined(WEB, FIRST, "10.81.0.2/24", KEY);
        fabric.failing.add("update front");
        assertEquals(List.of("network front: no such thing; make it first"),
            docker().told(List.of(told(WEB, "front", named(FIRST, "web")))));
        assertTrue(fabric.takeCalls().contains("names of web on front are []"));
    }

    @Test
    void shouldMakeALostNetworkAgainAndLeaveOneThatIsThere()
    {
        final EngineNetwork lost = network(WEB, "front", false, "10.81.0.0/24", Map.of());
        docker().restoreNetwork(lost);
        assertEquals(List.of("create front"), fabric.takeCalls());
        docker().restoreNetwork(network(WEB, "front", false, "10.99.0.0/24", Map.of()));
        assertEquals(List.of(), fabric.takeCalls());
    }

    @Test
    void shouldCountWhatDockerAskedForAndNothingElse()
    {
        given(SHOP);
        givenNetworks();
        docker().createEndpoint(endpoint(WEB, FIRST, "10.81.0.2/24"));
        givenJoined(LAB, SECOND, "10.82.0.2/24", KEY);
        final EngineInventory inventory = docker().inventory();
        assertEquals(List.of(WEB, LAB), inventory.networks().stream().map(Network::id).toList());
        assertEquals(List.of(FIRST, SECOND), inventory.endpoints().stream().map(EngineEndpoint::id).toList());
        assertNull(inventory.endpoints().get(0).sandboxKey());
    }

    @Test
    void shouldTellOfAnActivationWhenItIsOver()
    {
        final int[] activations = new int[1];
        docker().activationListener(() -> activations[0]++);
        docker().activate();
        assertEquals(1, activations[0]);
    }

    private void tell(final ToldNetwork... networks)
    {
        assertEquals(List.of(), docker().told(List.of(networks)));
    }

    private ContainerRow row(final String container)
    {
        return service.containers().stream().filter(row -> row.name().equals(container)).findFirst().orElseThrow();
    }

    private static ToldNetwork told(final String id, final String name, final ToldEndpoint... endpoints)
    {
        return new ToldNetwork(id, name, Map.of("made", "here"), List.of(endpoints));
    }

    private static ToldEndpoint named(final String id, final String container, final String... aliases)
    {
        return new ToldEndpoint(id, container, List.of(aliases), new EngineContainer(
            FIRST.equals(id) ? CONTAINER : OTHER_CONTAINER, Map.of("tier", "one")));
    }
}
