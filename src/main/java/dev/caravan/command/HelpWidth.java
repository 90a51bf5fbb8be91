package dev.caravan.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Breaks the lines of the help at spaces only. Picocli's own breaks are also inside of names, such as {@code docs/select.md};
 * its width is therefore so large that it breaks nothing.
 */
final class HelpWidth {

    private static final int WIDTH = 100;
    private static final int UNBROKEN = 4000;
    private static final String GAP = "  ";

    private HelpWidth() {}

    static void set(CommandLine commands) {
        commands.setUsageHelpWidth(UNBROKEN);
        var sections = commands.getHelpSectionMap();
        sections.replaceAll((name, section) -> help -> {
            String text = section.render(help);
            return name.equals(UsageMessageSpec.SECTION_KEY_SYNOPSIS)
                    ? synopsis(text, help.synopsisHeading().length())
                    : broken(text);
        });
        commands.setHelpSectionMap(sections);
    }

    private static String synopsis(String text, int used) {
        StringBuilder broken = new StringBuilder();
        addLine(text, used, used + text.indexOf('['), broken);
        return broken.toString();
    }

    /** Breaks the lines of a section, whose texts begin in one column. */
    static String broken(String text) {
        String[] lines = text.split("(?<=\n)", -1);
        int column = 0;
        for (String line : lines) {
            int gap = line.lastIndexOf(GAP);
            column = Math.max(column, gap < 0 ? 0 : gap + GAP.length());
        }
        StringBuilder broken = new StringBuilder();
        for (String line : lines) {
            addLine(line, 0, column == 0 ? 0 : column + GAP.length(), broken);
        }
        return broken.toString();
    }

    private static void addLine(String line, int used, int indent, StringBuilder broken) {
        String rest = line;
        int room = WIDTH - used;
        while (rest.stripTrailing().length() > room) {
            int end = rest.lastIndexOf(' ', room);
            if (end < 0 || rest.substring(0, end).isBlank()) {
                break;
            }
            broken.append(rest.substring(0, end).stripTrailing()).append(System.lineSeparator());
            rest = " ".repeat(indent) + rest.substring(end + 1);
            room = WIDTH;
        }
        broken.append(rest);
    }
}
