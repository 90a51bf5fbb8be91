package dev.caravan.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The active faults. All that match a request apply, in the order in which they were added. */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Faults() {}

    /** Adds a fault and returns it, so that a test can check how often it fired. */
    public Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    public void remove(Fault fault) {
        faults.remove(fault);
    }

    public void clear() {
        faults.clear();
    }

    List<FaultAction> of(RequestRecord request) {
        if (faults.isEmpty()) {
            return List.of();
        }
        List<FaultAction> actions = new ArrayList<>();
        for (Fault fault : faults) {
            actions.addAll(fault.hit(request));
        }
        return actions;
    }
}
