package dev.caravan.deploy;

import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.Ec2;
import dev.caravan.job.Printable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * The network of a stack's machines.
 *
 * @param vpc its ID
 * @param subnets the IDs of two subnets or more, in different zones
 * @param warning what the user should know about them; empty for nothing
 */
record Network(String vpc, List<String> subnets, String warning) {

    /** Some zones lack some types of machine. */
    private static final int MOST_ZONES = 3;

    /**
     * A subnet.
     *
     * @param free how many addresses are free
     * @param isPublic whether machines get a public address in it
     */
    record Subnet(String id, String vpc, String zone, int free, boolean isPublic) {

        static Subnet of(Element item) {
            String free = Ec2.text(item, "availableIpAddressCount");
            return new Subnet(
                    Ec2.text(item, "subnetId"),
                    Ec2.text(item, "vpcId"),
                    Ec2.text(item, "availabilityZone"),
                    free.isEmpty() ? 0 : Integer.parseInt(free),
                    Ec2.text(item, "mapPublicIpOnLaunch").equals("true"));
        }
    }

    /** Finds the network, or checks the one that is named. */
    static Network find(Ec2 ec2, String namedVpc, List<String> namedSubnets)
            throws ControlPlaneException, DeployException {
        if (!namedSubnets.isEmpty()) {
            return named(ec2, namedVpc, namedSubnets);
        }
        String vpc = namedVpc.isEmpty() ? defaultVpc(ec2) : namedVpc;
        List<Subnet> all = subnets(ec2, Ec2.filter("vpc-id", vpc));
        List<String> chosen = choose(all, ways(ec2, vpc));
        if (chosen.size() < 2) {
            throw new DeployException(Printable.of(vpc) + (namedVpc.isEmpty() ? ", the default VPC," : "") + " has "
                    + (chosen.isEmpty() ? "no subnet" : "a subnet in one zone only")
                    + " with a route to the internet: name two subnets in different zones with --subnets");
        }
        return new Network(vpc, chosen, "");
    }

    private static Network named(Ec2 ec2, String namedVpc, List<String> ids)
            throws ControlPlaneException, DeployException {
        Map<String, String> asked = new HashMap<>();
        for (String id : ids) {
            asked.put("SubnetId." + (asked.size() + 1), id);
        }
        List<Subnet> found = subnets(ec2, asked);
        List<String> vpcs = found.stream().map(Subnet::vpc).distinct().toList();
        if (vpcs.size() != 1 || (!namedVpc.isEmpty() && !vpcs.contains(namedVpc))) {
            throw new DeployException("--subnets: they are in " + String.join(" and ", vpcs) + ", and must be in "
                    + (namedVpc.isEmpty() ? "one VPC" : namedVpc));
        }
        if (found.stream().map(Subnet::zone).distinct().count() < 2) {
            throw new DeployException("--subnets: name two subnets in different zones");
        }
        Map<String, String> ways = ways(ec2, vpcs.get(0));
        List<String> without = found.stream()
                .filter(subnet -> !isUsable(subnet, ways))
                .map(Subnet::id)
                .toList();
        return new Network(
                vpcs.get(0),
                ids,
                without.isEmpty()
                        ? ""
                        : String.join(", ", without)
                                + ": no route to the internet; the machines need endpoints or a proxy,"
                                + " see docs/deploy.md");
    }

    private static String defaultVpc(Ec2 ec2) throws ControlPlaneException, DeployException {
        List<Element> vpcs = ec2.list("DescribeVpcs", "vpcSet", Ec2.filter("isDefault", "true"));
        if (vpcs.isEmpty()) {
            throw new DeployException(
                    "this region has no default VPC: name a VPC with --vpc, or two subnets in different zones with --subnets");
        }
        return Ec2.text(vpcs.get(0), "vpcId");
    }

    private static List<Subnet> subnets(Ec2 ec2, Map<String, String> parameters) throws ControlPlaneException {
        return ec2.list("DescribeSubnets", "subnetSet", parameters).stream()
                .map(Subnet::of)
                .toList();
    }

    private static Map<String, String> ways(Ec2 ec2, String vpc) throws ControlPlaneException {
        return ways(ec2.list("DescribeRouteTables", "routeTableSet", Ec2.filter("vpc-id", vpc)));
    }

    /** Returns the target of the route to everywhere, by the IDs of the subnets; by the empty ID for subnets without a table. */
    static Map<String, String> ways(List<Element> tables) {
        Map<String, String> ways = new HashMap<>();
        for (Element table : tables) {
            String way = Ec2.items(table, "routeSet").stream()
                    .filter(route -> Ec2.text(route, "destinationCidrBlock").equals("0.0.0.0/0")
                            && !Ec2.text(route, "state").equals("blackhole"))
                    .map(Network::target)
                    .findFirst()
                    .orElse("");
            for (Element association : Ec2.items(table, "associationSet")) {
                boolean main = Ec2.text(association, "main").equals("true");
                ways.put(main ? "" : Ec2.text(association, "subnetId"), way);
            }
        }
        return ways;
    }

    private static String target(Element route) {
        String gateway = Ec2.text(route, "gatewayId");
        return gateway.isEmpty() ? "another" : gateway;
    }

    /** Through an internet gateway only a machine with a public address gets anywhere. */
    private static boolean isUsable(Subnet subnet, Map<String, String> ways) {
        String way = ways.getOrDefault(subnet.id(), ways.getOrDefault("", ""));
        return way.startsWith("igw-") ? subnet.isPublic() : !way.isEmpty();
    }

    /** Chooses of each zone the subnet with the most free addresses. */
    static List<String> choose(List<Subnet> subnets, Map<String, String> ways) {
        return subnets.stream()
                .filter(subnet -> isUsable(subnet, ways) && subnet.free() > 0)
                .collect(Collectors.groupingBy(Subnet::zone))
                .values()
                .stream()
                .map(zone -> zone.stream()
                        .max(Comparator.comparingInt(Subnet::free).thenComparing(Subnet::id))
                        .orElseThrow())
                .sorted(Comparator.comparing(Subnet::zone))
                .limit(MOST_ZONES)
                .map(Subnet::id)
                .toList();
    }
}
