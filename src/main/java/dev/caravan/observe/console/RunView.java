package dev.caravan.observe.console;

import dev.caravan.job.Job;
import dev.caravan.observe.meters.Watched;
import java.util.function.Supplier;

/**
 * What a console shows of a run.
 *
 * @param job that is done
 * @param mode sync, finder or worker
 * @param version of Caravan
 * @param state where the run stands
 * @param watched its figures; gives null until the routes have started
 */
public record RunView(Job job, String mode, String version, RunState state, Supplier<Watched> watched) {}
