package dev.caravan.job;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The required and forbidden options of an Aliyun OSS, Tencent COS or Qiniu Kodo source; collects problems.
 *
 * @param onCommandLine whether the source is on the command line
 */
record ProviderRules(OptionReader options, List<Problem> problems, boolean onCommandLine) {

    private static final Pattern OSS_BUCKET = Pattern.compile("[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]");
    private static final Pattern COS_BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]*-[0-9]{8,}");
    private static final Pattern KODO_BUCKET = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    void check(Side source) {
        bucket(source);
        region(source);
        credentials(source);
        String title = source.type().title();
        if (source.requesterPays()) {
            options.wrong(JobOption.REQUESTER_PAYS, "goes with s3:// only, not with " + title);
        }
        if (options.flag(JobOption.SOURCE_IN_CURRENT_ACCOUNT)) {
            options.wrong(
                    JobOption.SOURCE_IN_CURRENT_ACCOUNT, "goes with s3:// only: " + title + " knows no AWS account");
        }
        if (options.flag(JobOption.TAGS)) {
            options.wrong(JobOption.TAGS, "goes with s3:// only: tags of " + title + " aren't read");
        }
    }

    private void bucket(Side source) {
        String name = Printable.of(source.bucket());
        String what = switch (source.type()) {
            case OSS ->
                matches(OSS_BUCKET, source)
                        ? ""
                        : name + " is not a bucket's name of Aliyun OSS (3 to 63 of a-z, 0-9, '-')";
            case COS ->
                matches(COS_BUCKET, source)
                        ? ""
                        : name + " is not a bucket's name of Tencent COS, which ends with the APPID, as in"
                                + " photos-1250000000";
            case KODO -> matches(KODO_BUCKET, source) ? "" : name + " is not a bucket's name of Qiniu Kodo";
            case S3 -> "";
        };
        if (!what.isEmpty()) {
            problems.add(new Problem(
                    onCommandLine
                            ? SideReader.SOURCE_ARGUMENT
                            : options.setting(JobOption.SOURCE_BUCKET).name(),
                    what,
                    onCommandLine));
        }
    }

    private static boolean matches(Pattern pattern, Side source) {
        return pattern.matcher(source.bucket()).matches();
    }

    private void region(Side source) {
        if (!source.region().isEmpty() || !needsRegion(source)) {
            return;
        }
        String example = switch (source.type()) {
            case OSS -> "cn-hangzhou";
            case COS -> "ap-guangzhou";
            default -> "z0 or cn-east-1";
        };
        problems.add(new Problem(
                onCommandLine ? JobOption.SOURCE_REGION.commandLineName() : JobOption.SOURCE_REGION.environmentName(),
                "is missing: say in which region " + Printable.of(source.url()) + " is, such as " + example,
                onCommandLine));
    }

    /** Returns whether host names or signatures need the region. Kodo's own protocol returns it. */
    private static boolean needsRegion(Side source) {
        boolean hasAddress =
                !source.endpoint().isEmpty() || !source.reach().domain().isEmpty();
        boolean accelerated = source.reach().network() == Network.ACCELERATE;
        return switch (source.type()) {
            case OSS -> ossNeedsRegion(source, hasAddress || accelerated);
            case COS -> !hasAddress && !accelerated;
            case KODO -> source.reach().protocol() == Protocol.S3 && !hasAddress;
            case S3 -> false;
        };
    }

    /** Returns whether OSS needs the region; an endpoint may have it. */
    private static boolean ossNeedsRegion(Side source, boolean named) {
        boolean signsIt = !source.anonymous() && source.reach().signature() == OssSignature.V4;
        return !named || (signsIt && source.endpoint().isEmpty());
    }

    private void credentials(Side source) {
        boolean kodo = source.type() == StoreType.KODO;
        if (kodo && source.anonymous()) {
            options.wrong(
                    JobOption.SOURCE_ANONYMOUS,
                    "can't be with Qiniu Kodo, which lists a bucket only for its owner: give an access key");
        }
        if (source.anonymous()) {
            return;
        }
        boolean ownProtocol = source.reach().protocol() == Protocol.NATIVE;
        if (kodo
                && ownProtocol
                && source.credentials() != null
                && !source.credentials().sessionToken().isEmpty()) {
            options.wrong(
                    JobOption.SOURCE_SESSION_TOKEN,
                    "can't be with Qiniu Kodo, whose access keys have none; --source-protocol s3 takes one");
        }
        if (source.identity().base() instanceof Identity.DefaultChain
                && !said(JobOption.SOURCE_ACCESS_KEY_ID, JobOption.SOURCE_SECRET_ACCESS_KEY)) {
            problems.add(new Problem(
                    JobOption.SOURCE_ACCESS_KEY_ID.environmentName(),
                    "is missing: for " + source.type().title()
                            + " there is no default; set it and SOURCE_SECRET_ACCESS_KEY, name a secret with"
                            + " SRC_CREDENTIALS, a profile or a credential process"
                            + (kodo ? "" : ", or say --source-anonymous for a public bucket"),
                    false));
        }
    }

    private boolean said(JobOption id, JobOption secret) {
        return !options.text(id).isBlank() || !options.text(secret).isBlank();
    }
}
