package dev.caravan.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults that are switched on. A request meets all that match it, in the order in which they were added. */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Faults() {}

    /** Returns the fault, to be asked later how often it fired. */
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
