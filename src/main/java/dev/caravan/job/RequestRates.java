package dev.caravan.job;

/** The highest number of requests per second of one process to each side; 0 for no limit. */
public record RequestRates(int source, int destination) {

    static RequestRates read(OptionReader options) {
        return new RequestRates(
                options.count(JobOption.SOURCE_REQUEST_RATE), options.count(JobOption.DEST_REQUEST_RATE));
    }
}
