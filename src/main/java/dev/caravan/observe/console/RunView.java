package dev.caravan.observe.console;

import dev.caravan.job.Job;
import dev.caravan.observe.meters.Watched;
import java.util.function.Supplier;

/**
 * A run as the console shows it.
 *
 * @param mode sync, finder or worker
 * @param version of Caravan
 * @param watched its figures; returns null until the routes have started
 */
public record RunView(Job job, String mode, String version, RunState state, Supplier<Watched> watched) {}
