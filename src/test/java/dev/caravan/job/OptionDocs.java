package dev.caravan.job;

/** Renders the list of options as docs/options.md and as the job section of application.properties. */
final class OptionDocs {

    static final String BEGIN = "# ---- begin of what is made from dev.caravan.job.JobOption ----\n";
    static final String END = "# ---- end of what is made from dev.caravan.job.JobOption ----\n";

    private static final int WIDTH = 110;

    private OptionDocs() {}

    static String markdown() {
        StringBuilder text = new StringBuilder("""
                # Options

                Made from the list in `dev.caravan.job.JobOption`; do not edit.

                An option can be set in four places. The command line overrides a Java system property (in
                `CARAVAN_JAVA_OPTS`, such as `-Dcaravan.slots=64`), which overrides the environment, which overrides
                `application.properties` beside `caravan.jar`, which overrides the default. Outside of the command line an
                empty value counts as unset. Options with an empty first column, such as secrets, can't be given on the
                command line. SOURCE and DEST on the command line override type, bucket and prefix set elsewhere.

                Sizes are written `16MiB`, `16M` (both powers of 1024), `16MB` (powers of 1000) or in bytes.
                Several patterns in one variable or property are separated by commas; `\\,` (in the
                properties file `\\\\,`) is a literal comma.
                Without a default, the store decides, or the value follows from others as described.

                The names in the environment are those of the Data Transfer Hub, if it has the same setting.
                """);
        for (OptionGroup group : OptionGroup.values()) {
            text.append("\n## ").append(group.heading()).append("\n\n");
            text.append(
                    "| Command line | Environment | Property | Values | Default | Meaning |\n|---|---|---|---|---|---|\n");
            for (JobOption option : JobOption.values()) {
                if (option.group() == group) {
                    text.append(row(option));
                }
            }
        }
        return text.toString();
    }

    private static String row(JobOption option) {
        String values = option.kind().range().isEmpty()
                ? option.kind().label()
                : option.kind().range();
        return "| "
                + String.join(
                        " | ",
                        code(option.commandLineName()),
                        code(option.environmentName()),
                        code(option.property()),
                        cell(option.secret() ? "secret" : values),
                        code(option.defaultValue()),
                        cell(option.help()))
                + " |\n";
    }

    private static String code(String text) {
        return text.isEmpty() ? " " : "`" + text + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    static String properties() {
        StringBuilder text = new StringBuilder(BEGIN);
        for (OptionGroup group : OptionGroup.values()) {
            text.append("\n# ").append(group.heading()).append("\n");
            for (JobOption option : JobOption.values()) {
                if (option.group() == group) {
                    text.append('\n').append(comment(option));
                    text.append('#')
                            .append(option.property())
                            .append('=')
                            .append(option.defaultValue())
                            .append('\n');
                }
            }
        }
        return text.append('\n').append(END).toString();
    }

    private static String comment(JobOption option) {
        StringBuilder text = new StringBuilder(option.help());
        if (!option.kind().range().isEmpty()) {
            text.append(" Values: ").append(option.kind().range()).append('.');
        }
        text.append(" Environment: ").append(option.environmentName()).append('.');
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("#");
        for (String word : text.toString().split(" ", -1)) {
            if (line.length() + word.length() + 1 > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
