package dev.caravan.job;

import dev.caravan.job.Settings.Setting;
import java.util.Arrays;
import java.util.List;

/** The two sides of a job. A side that cannot be made is null, and the problems say why. */
record SideReader(OptionReader options, List<Problem> problems) {

    static final String SOURCE_ARGUMENT = "SOURCE";
    private static final String DESTINATION_ARGUMENT = "DEST";
    private static final String REGION = "[A-Za-z0-9-]{1,64}";

    Side source(String argument) {
        boolean anonymous = options.flag(JobOption.SOURCE_ANONYMOUS);
        Credentials credentials = credentials(
                JobOption.SOURCE_ACCESS_KEY_ID, JobOption.SOURCE_SECRET_ACCESS_KEY, JobOption.SOURCE_SESSION_TOKEN);
        String secret = secret(
                JobOption.SOURCE_SECRET,
                JobOption.SOURCE_IN_CURRENT_ACCOUNT,
                credentials,
                JobOption.SOURCE_ACCESS_KEY_ID);
        boolean requesterPays = options.flag(JobOption.REQUESTER_PAYS);
        String endpoint = endpoint(JobOption.SOURCE_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.SOURCE_PATH_STYLE, endpoint);
        String region = options.matching(JobOption.SOURCE_REGION, REGION, "a region");
        StoreUrl place = argument == null
                ? configuredPlace(
                        JobOption.SOURCE_BUCKET, sourceType(), SOURCE_ARGUMENT, options.text(JobOption.SOURCE_PREFIX))
                : argumentPlace(SOURCE_ARGUMENT, argument);
        if (place == null) {
            return null;
        }
        Reach reach = new ReachReader(options).read(place, endpoint);
        Side source = new Side(
                place.type(),
                place.bucket(),
                argument == null ? place.path() : place.folder(),
                endpoint,
                region(place, region, endpoint),
                place.type() == StoreType.S3 ? pathStyle : reach.protocol() == Protocol.S3,
                anonymous ? null : credentials,
                anonymous ? "" : secret,
                anonymous,
                requesterPays,
                reach);
        if (place.type() != StoreType.S3) {
            new ProviderRules(options, problems, argument != null).check(source);
        }
        return source;
    }

    /** What is said, or what the place tells. */
    private static String region(StoreUrl place, String said, String endpoint) {
        if (!said.isEmpty()) {
            return said;
        }
        return place.type() == StoreType.KODO ? KodoHosts.s3Region(endpoint) : StoreUrl.region(place.bucket());
    }

    Side destination(String argument) {
        Credentials credentials = credentials(
                JobOption.DEST_ACCESS_KEY_ID, JobOption.DEST_SECRET_ACCESS_KEY, JobOption.DEST_SESSION_TOKEN);
        String secret = secret(
                JobOption.DEST_SECRET, JobOption.DEST_IN_CURRENT_ACCOUNT, credentials, JobOption.DEST_ACCESS_KEY_ID);
        String endpoint = endpoint(JobOption.DEST_ENDPOINT);
        boolean pathStyle = pathStyle(JobOption.DEST_PATH_STYLE, endpoint);
        String region = options.matching(JobOption.DEST_REGION, REGION, "a region");
        StoreUrl place = argument == null
                ? configuredPlace(
                        JobOption.DEST_BUCKET, StoreType.S3, DESTINATION_ARGUMENT, options.text(JobOption.DEST_PREFIX))
                : argumentPlace(DESTINATION_ARGUMENT, argument);
        if (place == null) {
            return null;
        }
        if (place.type() != StoreType.S3) {
            problems.add(new Problem(
                    DESTINATION_ARGUMENT,
                    Printable.of(argument) + ": only Amazon S3 and S3-compatible stores, s3://, can be written to",
                    true));
        }
        return new Side(
                place.type(),
                place.bucket(),
                place.folder(),
                endpoint,
                region.isEmpty() ? StoreUrl.region(place.bucket()) : region,
                pathStyle,
                credentials,
                secret,
                false,
                false,
                Reach.USUAL);
    }

    private StoreType sourceType() {
        String name = options.text(JobOption.SOURCE_TYPE);
        return Arrays.stream(StoreType.values())
                .filter(type -> type.environmentName().equals(name))
                .findFirst()
                .orElse(StoreType.S3);
    }

    private StoreUrl argumentPlace(String name, String argument) {
        try {
            return StoreUrl.parse(argument);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(name, e.getMessage(), true));
            return null;
        }
    }

    private StoreUrl configuredPlace(JobOption bucketOption, StoreType type, String argument, String prefix) {
        String bucket = options.text(bucketOption).strip();
        if (bucket.isEmpty()) {
            problems.add(new Problem(
                    argument,
                    "is missing: give a URL such as s3://bucket/prefix, or set " + bucketOption.environmentName(),
                    true));
            return null;
        }
        try {
            StoreUrl.requireBucket(bucket);
            return new StoreUrl(type, bucket, prefix);
        } catch (IllegalArgumentException e) {
            options.wrong(bucketOption, e.getMessage());
            return null;
        }
    }

    private String endpoint(JobOption option) {
        String text = options.text(option).strip();
        if (text.isEmpty()) {
            return "";
        }
        try {
            return Endpoint.normalise(text);
        } catch (IllegalArgumentException e) {
            options.wrong(option, e.getMessage());
            return "";
        }
    }

    private boolean pathStyle(JobOption option, String endpoint) {
        return options.read(option) instanceof Boolean said ? said : Endpoint.wantsPathStyle(endpoint);
    }

    /** Null where none are said, so that the provider's default chain is taken. */
    private Credentials credentials(JobOption id, JobOption secret, JobOption token) {
        Credentials credentials = new Credentials(
                options.text(id).strip(),
                options.text(secret).strip(),
                options.text(token).strip());
        boolean hasId = !credentials.accessKeyId().isEmpty();
        boolean hasSecret = !credentials.secretAccessKey().isEmpty();
        if (hasId != hasSecret) {
            missing(hasId ? secret : id, hasId ? id : secret);
        } else if (!hasId && !credentials.sessionToken().isEmpty()) {
            missing(id, token);
        }
        return hasId && hasSecret ? credentials : null;
    }

    /** The secret's name; empty where it isn't to be used. */
    private String secret(JobOption name, JobOption inCurrentAccount, Credentials credentials, JobOption accessKeyId) {
        String secret = options.text(name).strip();
        if (secret.isEmpty() || options.flag(inCurrentAccount)) {
            return "";
        }
        if (credentials != null) {
            options.wrong(
                    name, "is set, and so is " + options.setting(accessKeyId).name() + "; which of the two?");
        }
        return secret;
    }

    private void missing(JobOption missing, JobOption given) {
        Setting setting = options.setting(given);
        problems.add(new Problem(missing.environmentName(), "is missing, but " + setting.name() + " is set", false));
    }
}
