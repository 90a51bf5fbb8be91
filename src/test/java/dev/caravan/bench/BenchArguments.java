package dev.caravan.bench;

import dev.caravan.job.InvalidJobException;
import dev.caravan.job.JobOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of {@code bench}.
 *
 * @param runs of each tool, at least 1
 * @param store of the user; null for the servers of this process
 */
record BenchArguments(List<Scenario> scenarios, int runs, BenchStore store) {

    private static final int RUNS = 3;

    /** @throws IllegalArgumentException if an argument is wrong; the message gives the reason */
    static BenchArguments read(List<String> arguments, Map<String, String> environment) {
        List<Scenario> scenarios = new ArrayList<>();
        Map<JobOption, List<String>> options = new EnumMap<>(JobOption.class);
        String source = null;
        String destination = null;
        int runs = RUNS;
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (!name.startsWith("--")) {
                scenarios.add(Scenario.named(name));
                continue;
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = arguments.get(++i);
            switch (name) {
                case "--runs" -> runs = Math.max(1, Integer.parseInt(value));
                case "--source" -> source = value;
                case "--dest" -> destination = value;
                default -> options.put(option(name), List.of(value));
            }
        }
        if ((source == null) != (destination == null) || (source == null && !options.isEmpty())) {
            throw new IllegalArgumentException("give both --source and --dest, or neither and no option of sync");
        }
        try {
            return new BenchArguments(
                    scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios,
                    runs,
                    source == null ? null : BenchStore.of(source, destination, options, environment));
        } catch (InvalidJobException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static JobOption option(String name) {
        return Arrays.stream(JobOption.values())
                .filter(option ->
                        option.onCommandLine() && option.commandLineName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no option " + name + " of sync"));
    }
}
