package dev.caravan.local;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A planned fault: the requests that it hits, the number of hits, and its actions.
 *
 * <pre>{@code
 * s3.faults().add(Fault.on(GET).key("a/b"::equals).times(2).then(FaultAction.answer(503, "SlowDown")));
 * }</pre>
 */
public final class Fault {
    private final Set<Operation> operations = EnumSet.noneOf(Operation.class);
    private Predicate<RequestRecord> condition = request -> true;
    private List<FaultAction> actions = List.of();
    private long skip;
    private long left = Long.MAX_VALUE;
    private double chance = 1;
    private Random random = new Random(1);
    private long fired;

    private Fault() {}

    /** Returns a fault on any of these operations, or on every request if none is given. */
    public static Fault on(Operation... operations) {
        Fault fault = new Fault();
        if (operations.length == 0) {
            fault.operations.addAll(EnumSet.allOf(Operation.class));
        } else {
            fault.operations.addAll(Arrays.asList(operations));
        }
        return fault;
    }

    public Fault key(Predicate<String> keys) {
        return request(request -> request.key() != null && keys.test(request.key()));
    }

    public Fault bucket(String name) {
        return request(request -> name.equals(request.bucket()));
    }

    /** Limits the fault to requests that also match this condition. Their status is not known yet. */
    public Fault request(Predicate<RequestRecord> requests) {
        condition = condition.and(requests);
        return this;
    }

    /** Lets the first matching requests through. */
    public Fault skip(long requests) {
        skip = requests;
        return this;
    }

    /** Limits the fault to this number of requests. */
    public Fault times(long requests) {
        left = requests;
        return this;
    }

    /** Hits a matching request with this probability. The same seed hits the same requests in the order of arrival. */
    public Fault chance(double probability, long seed) {
        chance = probability;
        random = new Random(seed);
        return this;
    }

    public Fault chance(double probability) {
        return chance(probability, 1);
    }

    public Fault then(FaultAction... whatHappens) {
        actions = List.of(whatHappens);
        return this;
    }

    /** Returns the number of requests that the fault has hit. */
    public synchronized long fired() {
        return fired;
    }

    /** Returns the actions on this request; empty if the fault does not hit it. */
    synchronized List<FaultAction> hit(RequestRecord request) {
        if (left == 0 || !operations.contains(request.operation()) || !condition.test(request)) {
            return List.of();
        }
        if (skip > 0) {
            skip--;
            return List.of();
        }
        if (chance < 1 && random.nextDouble() >= chance) {
            return List.of();
        }
        left--;
        fired++;
        return actions;
    }
}
