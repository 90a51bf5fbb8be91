package dev.caravan.deploy;

import dev.caravan.aws.ControlPlane;
import dev.caravan.aws.ControlPlaneException;
import dev.caravan.aws.ControlPlaneProblem;
import dev.caravan.aws.QueryCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The few questions to Amazon EC2. */
final class Ec2 {

    private final QueryCalls calls;

    Ec2(ControlPlane plane) {
        this.calls = plane.query("ec2", "2016-11-15");
    }

    /**
     * Lists what there is of a kind.
     *
     * @param action such as DescribeSubnets
     * @param set the element that holds the items of the answer
     * @param parameters of the first page
     */
    List<Element> list(String action, String set, Map<String, String> parameters) throws ControlPlaneException {
        List<Element> items = new ArrayList<>();
        Map<String, String> page = new HashMap<>(parameters);
        do {
            Element answer = call(action, page);
            items.addAll(items(answer, set));
            page.put("NextToken", text(answer, "nextToken"));
        } while (!page.get("NextToken").isEmpty());
        return items;
    }

    Element call(String action, Map<String, String> parameters) throws ControlPlaneException {
        return ControlPlaneProblem.calling("ec2:" + action, () -> calls.call(action, parameters));
    }

    /** Returns the parameters for what has one value of an attribute. */
    static Map<String, String> filter(String name, String value) {
        return Map.of("Filter.1.Name", name, "Filter.1.Value.1", value);
    }

    static List<Element> items(Element parent, String set) {
        List<Element> items = new ArrayList<>();
        for (Element list : children(parent, set)) {
            items.addAll(children(list, "item"));
        }
        return items;
    }

    /** Returns the text of the first child of a name; empty where there is none. */
    static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
