package dev.caravan.job;

/** The headings of options in help, manual and properties file, in order. */
public enum OptionGroup {
    SOURCE("Source"),
    DESTINATION("Destination"),
    SELECTION("What is copied, and when it counts as there"),
    PROTECTION("What is protected, and where a run ends"),
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
