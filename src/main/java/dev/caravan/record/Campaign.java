package dev.caravan.record;

/**
 * The work from the first difference that a comparison finds until a comparison finds none and nothing waits.
 *
 * @param began when the comparison that found the first difference began, in milliseconds since 1970
 * @param before what the workers had done by then
 */
public record Campaign(long began, FleetTotals before) {}
