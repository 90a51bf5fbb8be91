package dev.caravan.job;

/** The headings of options in help, manual and properties file, in order. */
public enum OptionGroup {
    SOURCE("Source"),
    DESTINATION("Destination"),
    SELECTION("Selection and comparison"),
    PROTECTION("Protection and limits"),
    SPEED("How fast"),
    FLEET("The fleet"),
    RUN("This run");

    private final String heading;

    OptionGroup(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}
