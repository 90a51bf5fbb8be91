package dev.caravan.it;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.it.TwoStores.Result;
import dev.caravan.job.JobOption;
import dev.caravan.job.OptionGroup;
import dev.caravan.job.OptionKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that a run works with both ends of every range that an option documents, and with its choices. */
@Order(1)
class OptionRangesIT {

    /** These options apply to another source or to Amazon's stores, or use a port of this machine. */
    private static final Set<JobOption> ELSEWHERE = EnumSet.of(
            JobOption.SOURCE_PROTOCOL,
            JobOption.SOURCE_NETWORK,
            JobOption.SOURCE_SIGNATURE,
            JobOption.SOURCE_PATH_STYLE,
            JobOption.DEST_PATH_STYLE,
            JobOption.DEST_NETWORK,
            JobOption.SOURCE_ANONYMOUS,
            JobOption.SOURCE_MACHINE_ROLE,
            JobOption.SERVER_SIDE_COPY,
            JobOption.KEYS_NULL,
            // The order of versions that another run has left is unknown.
            JobOption.VERSIONS,
            JobOption.CONSOLE,
            JobOption.CONSOLE_PORT);

    @RegisterExtension
    final TwoStores stores = new TwoStores();

    static Stream<JobOption> options() {
        return Stream.of(JobOption.values())
                .filter(option -> !ELSEWHERE.contains(option) && !values(option).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("options")
    void worksFromOneEndToTheOther(JobOption option) {
        stores.from.put("a", "text");
        stores.to.lockable();
        for (String value : values(option)) {
            stores.to.remove("a");

            Result run = run(option, value);

            assertThat(run.exitCode())
                    .as(option + "=" + value + ": " + run.err())
                    .isZero();
            boolean moves = switch (option) {
                case DRY_RUN -> value.equals("false");
                case MIN_SIZE -> value.equals("0");
                case MAX_SIZE -> !value.equals("0");
                default -> true;
            };
            assertThat(stores.to.keys()).as(option + "=" + value).hasSize(moves ? 1 : 0);
        }
    }

    private Result run(JobOption option, String value) {
        if (!option.onCommandLine() || option.group() == OptionGroup.FLEET) {
            stores.environment.put(option.environmentName(), value);
            return stores.sync();
        }
        String argument = option.commandLineName() + "=" + value;
        return switch (option) {
            case MAX_DELETE -> stores.sync(argument, "--delete");
            // The giant threshold can't be less than the multipart threshold.
            case GIANT_THRESHOLD -> stores.sync(argument, "--multipart-threshold=5MiB");
            default -> stores.sync(argument);
        };
    }

    /** Returns the values to try: none if the option takes any text, the first and the last of many words. */
    private static List<String> values(JobOption option) {
        OptionKind kind = option.kind();
        if (kind instanceof OptionKind.Choice choice) {
            List<String> words = choice.values();
            return words.size() > 5 ? List.of(words.get(0), words.get(words.size() - 1)) : words;
        }
        return switch (kind.label()) {
            case "N", "SIZE" -> ends(kind.range());
            case "auto|N" ->
                Stream.concat(ends(kind.range()).stream(), Stream.of("auto")).toList();
            case "RATE" -> List.of("0", Long.toString(Long.MAX_VALUE));
            case "RATE|TIMES" -> List.of("0", Long.toString(Long.MAX_VALUE), "00:00,off 12:00,1TiB Sun-23:59,0");
            case "TIME" -> List.of("0", "999999999d");
            case "true|false" -> List.of("true", "false");
            default -> List.of();
        };
    }

    private static List<String> ends(String range) {
        String from = "at least ";
        return range.startsWith(from)
                ? List.of(range.substring(from.length()), Integer.toString(Integer.MAX_VALUE))
                : List.of(range.replace("auto, or ", "").split(" to ", -1));
    }
}
