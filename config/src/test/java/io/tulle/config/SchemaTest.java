package io.tulle.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Holds the schema for editors and the loader together: what one accepts or refuses in form, the other does too. */
class SchemaTest
{
    private final Schema schema = schema();

    @ParameterizedTest
    @MethodSource("examples")
    void shouldAcceptEveryExampleAsTheLoaderDoes(final Path example) throws IOException
    {
        assertEquals(List.of(), errors(Files.readString(example)));
        assertEquals(List.of(), TopologyLoader.load(example).problems());
    }

    @Test
    void shouldHaveExamplesToCheck() throws IOException
    {
        assertEquals(7, examples().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "services: {}",
        "name: Shop",
        "networks: front",
        "networks: {_front: {}}",
        "workers: {count: 0}",
        "workers: {idle: lazy}",
        "workers: {cpus: [0, 0], count: 2}",
        "networks: {front: {driver: bridge}}",
        "networks: {front: {internal: 1}}",
        "networks: {front: {ipam: {config: [{gateway: 10.0.0.1}]}}}",
        "networks: {front: {ipam: {config: [{subnet: 10.0.0.0}]}}}",
        "networks: {front: {ipam: {config: [{subnet: 10.0.0.0/8, gateway: web}]}}}",
        "networks: {front: {ipam: {driver: weave}}}",
        "networks: {front: {driver_opts: {flavour: sweet}}}",
        "networks: {front: {driver_opts: {com.docker.network.driver.mtu: 67}}}",
        "networks: {front: {driver_opts: {com.docker.network.bridge.enable_icc: maybe}}}",
        "networks: {front: {driver_opts: {tulle.fdb.ageing: soon}}}",
        "networks: {front: {driver_opts: {tulle.fdb.max_entries: 63}}}",
        "containers: {web: {image: nginx}}",
        "containers: {web: {network_mode: hots}}",
        "containers: {web: {netns: run/web}}",
        "containers: {web: {networks: [default, default]}}",
        "containers: {web: {networks: {default: {ipv4_address: 'fd00::1'}}}}",
        "containers: {web: {networks: {default: {mac_address: '1:2:3:4:5:6'}}}}",
        "containers: {web: {networks: {default: {interface_name: lo}}}}",
        "containers: {web: {networks: {default: {driver_opts: {flavour: sweet}}}}}",
        "containers: {web: {ports: ['http:80']}}",
        "containers: {web: {ports: [70000]}}",
        "containers: {web: {ports: [{published: 80}]}}",
        "containers: {web: {ports: [{target: 80, protocol: icmp}]}}",
        "containers: {web: {ports: [{target: 80, allow: []}]}}",
        "containers: {web: {ports: [{target: 80, allow: [10.0.0.1]}]}}",
        "uplink: {}",
        "uplink: {interface: lo}",
        "uplink: {interface: eth0, address: 192.0.2.10}",
        "uplink: {interface: eth0, ports: 80}",
        "uplink: {interface: eth0}\nuplinks: {}",
        "uplinks: {lab: {mtu: 1500}}",
        "networks: {front: {host_access: maybe}}",
        "networks: {front: {uplink: -}}",
        "networks: {front: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: lan}}}",
        "nat: {timeouts: {udp: 119}}",
        "nat: {timeouts: {tcp: 5m}}",
        "nat: {filtering: open}",
        "nat: {filtering: {icmp: address-dependent}}",
        "nat: {sessions: {max: 1}}",
        "nat: {port_parity: 2}",
        "dns: {server: [192.0.2.53]}",
        "dns: {ttl: soon}",
        "dns: {ttl: 1x}",
        "dns: {cache: 1000001}",
        "dns: {max_pending: 0}",
        "dns: {serve_stale: never}",
        "dns: {servers: [ns1.example]}",
        "dns: {servers: ['192.0.2.53:x']}",
        "dns: {servers: [192.0.2.53, 192.0.2.53]}",
        "dns: {servers: [10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, 10.0.0.6, 10.0.0.7, 10.0.0.8, 10.0.0.9]}",
        "dns: {domains: {'a..b': []}}",
        "dns: {domains: {-a: []}}",
        "networks: {front: {dns: maybe}}",
        "networks: {front: {dns: {ttl: 5s}}}",
        "networks: {front: {driver_opts: {com.docker.network.bridge.default_bridge: maybe}}}",
        "containers: {web: {dns: {servers: []}}}",
        "containers: {web: {dns_search: 'a b'}}",
        "containers: {web: {dns_opt: ['ndots:16']}}",
        "containers: {web: {dns_opt: ['ndots']}}",
        "containers: {web: {dns_opt: ['ndots:2 rotate']}}",
        "containers: {web: {dns_opt: [rotate], dns_options: [rotate]}}",
        "containers: {web: {extra_hosts: [db]}}",
        "containers: {web: {extra_hosts: ['db=host']}}",
        "containers: {web: {extra_hosts: {db: gateway}}}",
        "docker: yes, please",
        "docker: {sock: /run/docker/plugins/tulle.sock}",
        "docker: {socket: tulle.sock}",
        "docker: {socket: /run/docker/plugins/tulle}",
        "docker: {socket: /run/docker/plugins/.sock}",
        "docker: {spec: /etc/docker/plugins/tulle.json}",
        "docker: {api: '/run/docker sock'}",
        "docker: {api: /run/}"
    })
    void shouldRefuseWhatTheLoaderRefuses(final String yaml) throws JsonProcessingException
    {
        assertFalse(errors(yaml).isEmpty(), "the schema accepts " + yaml);
        assertFalse(TopologyLoader.load(yaml, "t.yaml").isGood(), "the loader accepts " + yaml);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "containers:",
        "containers: {web: }",
        "containers: {web: {networks: {default: }}}\nnetworks: {default: }",
        "containers: {web: {netns: 'pid:12', labels: [a=b], expose: [80, '90-91/udp']}}",
        "containers: {web: {netns: /run/netns/web}}\nx-mine: {anything: [goes]}",
        "containers: {web: {ports: [80, '127.0.0.1::80/udp', '[::1]:8080-8081:80-81/sctp']}}",
        "containers: {web: {ports: [{target: '80', published: '1-2'}]}}",
        "containers: {web: {networks: {default: {aliases: [a, b], priority: -1, gw_priority: '7'}}}}",
        "networks: {front: {attachable: 'true', labels: {a: 1, b: true, c: }, driver_opts: {tulle.fdb.ageing: 1h}}}",
        "networks: {a: {driver_opts: {com.docker.network.bridge.enable_icc: 0, com.docker.network.bridge.name: b}}}",
        "workers: {count: '2', cpus: ['0', 1]}",
        "uplink: {interface: eth0}",
        "uplink: {interface: auto, address: [192.0.2.10/24, '2001:db8::a/64'], ports: 2000-3000}",
        "uplinks: {lab: {interface: eth1, address: 192.0.2.10/24}}\nnetworks: {a: {uplink: lab}, b: {uplink: none}}",
        "networks: {a: {internal: true, host_access: true}}",
        "nat: {timeouts: {udp: 2m, icmp: 60, other: 1s}, filtering: endpoint-independent, port_parity: false}",
        "nat: {filtering: {udp: address-and-port-dependent}}",
        "nat: {sessions: {max: '1024', per_container_max: 9, per_container_min: 0}}",
        "nat:",
        "dns:",
        "dns: {ttl: 0, cache: '0', serve_stale: 0, max_pending: 2000, servers: , domains: }",
        "dns: {ttl: 1d, serve_stale: 'off', servers: 192.0.2.53, domains: {corp.example.: 10.1.1.1, intern: []}}",
        "dns: {servers: [192.0.2.53, '192.0.2.54:5353', '2001:db8::53', '[2001:db8::54]', '[2001:db8::53]:5353']}",
        "networks: {a: {dns: false}, b: {dns: 'true'}, c: {dns: [192.0.2.53]}, d: {dns: }, e: {dns: 192.0.2.53}}",
        "networks: {a: {dns: {servers: [192.0.2.53], domains: {corp.example: [10.1.1.1]}}}}",
        "networks: {a: {driver_opts: {com.docker.network.bridge.default_bridge: 'true'}}}",
        "containers: {web: {dns: 192.0.2.53, dns_search: ., dns_opt: ['ndots:2', rotate, use-vc, 'timeout:30']}}",
        "containers: {web: {dns: [], dns_search: [corp.example, a_b], dns_options: [my-own, 'attempts:5']}}",
        "containers: {web: {extra_hosts: ['a=10.0.0.1', 'b:10.0.0.1', 'c=[::1]', 'd:::1', 'e:host-gateway']}}",
        "containers: {web: {extra_hosts: {a: 10.0.0.1, b.example: ['::1', 10.0.0.1], c: host-gateway, d: '[::1]'}}}",
        "containers: {web: {ports: [{target: 80, allow: [10.0.0.0/8, '2001:db8::/32']}]}}",
        "docker:",
        "docker: {x-mine: 1}",
        "docker: {socket: /run/tulle/docker.sock, spec: /etc/docker/plugins/lan.spec, api: none}"
    })
    void shouldAcceptWhatTheLoaderAccepts(final String yaml) throws JsonProcessingException
    {
        assertEquals(List.of(), errors(yaml));
        assertEquals(List.of(), TopologyLoader.load(yaml, "t.yaml").problems());
    }

    static Stream<Path> examples() throws IOException
    {
        return Files.list(Path.of("examples")).filter(path -> path.toString().endsWith(".yaml")).sorted();
    }

    private List<String> errors(final String yaml) throws JsonProcessingException
    {
        final Object tree = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return schema.validate(new ObjectMapper().writeValueAsString(tree), InputFormat.JSON).stream()
            .map(Object::toString).toList();
    }

    private static Schema schema()
    {
        try
        {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("schema", "topology.schema.json")), InputFormat.JSON);
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }
}
