package dev.caravan.job;

/**
 * The required and forbidden options of an Aliyun OSS, Tencent COS or Qiniu Kodo source; collects problems.
 *
 * @param onCommandLine whether the source is on the command line
 */
record ProviderRules(OptionReader options, boolean onCommandLine) {

    void check(Side source) {
        bucket(source);
        region(source);
        credentials(source);
        String title = source.type().title();
        if (source.requesterPays()) {
            options.wrong(JobOption.REQUESTER_PAYS, "is valid with s3:// only, not with " + title);
        }
        if (options.flag(JobOption.SOURCE_IN_CURRENT_ACCOUNT)) {
            options.wrong(
                    JobOption.SOURCE_IN_CURRENT_ACCOUNT, "is valid with s3:// only: " + title + " has no AWS accounts");
        }
        if (options.flag(JobOption.TAGS)) {
            options.wrong(JobOption.TAGS, "is valid with s3:// only: tags of " + title + " aren't read");
        }
    }

    private void bucket(Side source) {
        switch (source.type()) {
            case OSS -> bucket(source, "[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]", "Aliyun OSS (3 to 63 of a-z, 0-9, '-')");
            case COS ->
                bucket(
                        source,
                        "[a-z0-9][a-z0-9-]*-[0-9]{8,}",
                        "Tencent COS, which ends with the APPID, as in photos-1250000000");
            case KODO -> bucket(source, "[A-Za-z0-9._-]{1,63}", "Qiniu Kodo");
            case S3 -> {}
        }
    }

    private void bucket(Side source, String pattern, String rule) {
        if (!source.bucket().matches(pattern)) {
            options.wrong(
                    onCommandLine
                            ? SideReader.SOURCE_ARGUMENT
                            : options.setting(JobOption.SOURCE_BUCKET).name(),
                    Printable.of(source.bucket()) + " is not a bucket's name of " + rule,
                    onCommandLine);
        }
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
        options.wrong(
                onCommandLine ? JobOption.SOURCE_REGION.commandLineName() : JobOption.SOURCE_REGION.environmentName(),
                "the region of " + Printable.of(source.url()) + " is required, such as " + example,
                onCommandLine);
    }

    /** Returns whether host names or signatures need the region. Kodo's own protocol returns it; OSS's endpoint has it. */
    private static boolean needsRegion(Side source) {
        boolean hasAddress =
                !source.endpoint().isEmpty() || !source.reach().domain().isEmpty();
        boolean accelerated = source.reach().network() == Network.ACCELERATE;
        boolean signsIt = !source.anonymous() && source.reach().signature() == OssSignature.V4;
        return switch (source.type()) {
            case OSS ->
                (!hasAddress && !accelerated) || (signsIt && source.endpoint().isEmpty());
            case COS -> !hasAddress && !accelerated;
            case KODO -> source.reach().protocol() == Protocol.S3 && !hasAddress;
            case S3 -> false;
        };
    }

    private void credentials(Side source) {
        boolean kodo = source.type() == StoreType.KODO;
        if (kodo && source.anonymous()) {
            options.wrong(
                    JobOption.SOURCE_ANONYMOUS,
                    "can't be used with Qiniu Kodo, which lists a bucket only for its owner: give an access key");
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
                    "can't be used with Qiniu Kodo, whose access keys have none; --source-protocol s3 takes one");
        }
        if (source.identity().base() instanceof Identity.DefaultChain
                && options.text(JobOption.SOURCE_ACCESS_KEY_ID).isBlank()
                && options.text(JobOption.SOURCE_SECRET_ACCESS_KEY).isBlank()) {
            options.wrong(
                    JobOption.SOURCE_ACCESS_KEY_ID.environmentName(),
                    "required for " + source.type().title()
                            + ", which has no default; set it and SOURCE_SECRET_ACCESS_KEY, name a secret with"
                            + " SRC_CREDENTIALS, a profile or a credential process"
                            + (kodo ? "" : ", or use --source-anonymous for a public bucket"),
                    false);
        }
    }
}
