package dev.caravan.job;

/** The headings under which options stand in help, manual and properties file, in their order. */
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
