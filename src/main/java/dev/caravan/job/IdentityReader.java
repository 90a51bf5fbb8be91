package dev.caravan.job;

import dev.caravan.job.Identity.Base;
import dev.caravan.job.Identity.Role;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the identity of a side and refuses contradicting options.
 *
 * @param source whether the side is the source; the destination has its own options for the same
 */
record IdentityReader(OptionReader options, boolean source) {

    private static final String SESSION = "caravan";

    /** Returns the side's own option for an option of the source. */
    private JobOption own(JobOption ofSource) {
        return source ? ofSource : JobOption.valueOf("DEST_" + ofSource.name().substring("SOURCE_".length()));
    }

    /** @param type of the side's store; null if unknown */
    Identity read(StoreType type, boolean anonymous) {
        Map<JobOption, Base> given = given();
        if (source) {
            addMachine(given, type);
            addToken(given, type);
        }
        Role role = role(type);
        if (anonymous) {
            for (JobOption option : List.of(
                    JobOption.SOURCE_PROFILE,
                    JobOption.SOURCE_CREDENTIAL_PROCESS,
                    JobOption.SOURCE_ROLE_ARN,
                    JobOption.SOURCE_MACHINE_ROLE,
                    JobOption.SOURCE_OIDC_TOKEN_FILE)) {
                if (given.containsKey(option) || (option == JobOption.SOURCE_ROLE_ARN && role != null)) {
                    options.wrong(option, "can't be used with --source-anonymous, which signs no request");
                }
            }
            return new Identity(new Identity.Nobody(), null);
        }
        List<JobOption> set = List.copyOf(given.keySet());
        set.stream().skip(1).forEach(option -> options.oneOf(option, set.get(0)));
        return new Identity(set.isEmpty() ? new Identity.DefaultChain() : given.get(set.get(0)), role);
    }

    /** Returns the origins that are set; only one is allowed. */
    private Map<JobOption, Base> given() {
        Map<JobOption, Base> given = new LinkedHashMap<>();
        Credentials credentials = credentials();
        if (credentials != null) {
            given.put(own(JobOption.SOURCE_ACCESS_KEY_ID), new Identity.Keys(credentials));
        }
        boolean ofProcess = options.flag(own(JobOption.SOURCE_IN_CURRENT_ACCOUNT));
        String secret = options.text(own(JobOption.SOURCE_SECRET)).strip();
        if (!secret.isEmpty() && !ofProcess) {
            given.put(own(JobOption.SOURCE_SECRET), new Identity.Secret(secret));
        }
        JobOption profileOption = own(JobOption.SOURCE_PROFILE);
        String profile = options.matching(profileOption, "[^\\p{Cntrl}\\[\\]]{1,256}", "the name of an AWS profile")
                .strip();
        List<String> command = options.words(own(JobOption.SOURCE_CREDENTIAL_PROCESS));
        if (ofProcess && (!profile.isEmpty() || !command.isEmpty())) {
            given.put(own(JobOption.SOURCE_IN_CURRENT_ACCOUNT), new Identity.DefaultChain());
        }
        if (!profile.isEmpty()) {
            given.put(profileOption, new Identity.Profile(profile));
        }
        if (!command.isEmpty()) {
            given.put(own(JobOption.SOURCE_CREDENTIAL_PROCESS), new Identity.Program(command));
        }
        return given;
    }

    private void addMachine(Map<JobOption, Base> given, StoreType type) {
        if (!options.flag(JobOption.SOURCE_MACHINE_ROLE)) {
            return;
        }
        if (type == StoreType.S3) {
            options.wrong(
                    JobOption.SOURCE_MACHINE_ROLE,
                    "is valid with oss:// and cos:// only; leave it out: the AWS default chain takes the role of the"
                            + " machine");
        } else if (type == StoreType.KODO) {
            options.wrong(
                    JobOption.SOURCE_MACHINE_ROLE, "is valid with oss:// and cos:// only: Qiniu Kodo has no roles");
        }
        given.put(JobOption.SOURCE_MACHINE_ROLE, new Identity.Machine());
    }

    private void addToken(Map<JobOption, Base> given, StoreType type) {
        Path file = options.path(JobOption.SOURCE_OIDC_TOKEN_FILE);
        if (file == null) {
            if (options.setting(JobOption.SOURCE_OIDC_PROVIDER).given()) {
                options.wrong(JobOption.SOURCE_OIDC_PROVIDER, "is valid with --source-oidc-token-file only");
            }
            return;
        }
        String provider = options.matching(
                JobOption.SOURCE_OIDC_PROVIDER,
                "acs:ram::[0-9]{1,32}:oidc-provider/[\\w.@-]{1,128}",
                "the ARN of an identity provider, such as acs:ram::1234567890123456:oidc-provider/cluster");
        if (type != null && type != StoreType.OSS) {
            options.wrong(
                    JobOption.SOURCE_OIDC_TOKEN_FILE, "is valid with oss:// only, not with " + type.scheme() + "://");
        } else if (provider.isEmpty() || options.text(JobOption.SOURCE_ROLE_ARN).isBlank()) {
            options.wrong(
                    JobOption.SOURCE_OIDC_TOKEN_FILE,
                    "is valid with " + name(JobOption.SOURCE_OIDC_PROVIDER) + " and "
                            + name(JobOption.SOURCE_ROLE_ARN));
        } else {
            options.requireReadable(JobOption.SOURCE_OIDC_TOKEN_FILE, file);
        }
        given.put(JobOption.SOURCE_OIDC_TOKEN_FILE, new Identity.WebToken(file, provider));
    }

    /** Returns the access key; null if not set. */
    private Credentials credentials() {
        JobOption id = own(JobOption.SOURCE_ACCESS_KEY_ID);
        JobOption secret = own(JobOption.SOURCE_SECRET_ACCESS_KEY);
        JobOption token = own(JobOption.SOURCE_SESSION_TOKEN);
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

    private void missing(JobOption missing, JobOption given) {
        String name = options.setting(given).name();
        options.wrong(missing.environmentName(), "is missing, but " + name + " is set", false);
    }

    /** Returns the role to assume; null for none. */
    private Role role(StoreType type) {
        String arn = options.text(own(JobOption.SOURCE_ROLE_ARN)).strip();
        String externalId = options.matching(
                own(JobOption.SOURCE_EXTERNAL_ID),
                "[\\w+=,.@:/-]{2,1224}",
                "an external ID: 2 to 1224 letters, digits and + = , . @ : / -");
        String session = options.matching(
                own(JobOption.SOURCE_SESSION_NAME),
                "[\\w+=,.@-]{2,64}",
                "the name of a session: 2 to 64 letters, digits and + = , . @ -");
        if (arn.isEmpty()) {
            goesWithRole(own(JobOption.SOURCE_EXTERNAL_ID));
            goesWithRole(own(JobOption.SOURCE_SESSION_NAME));
            goesWithRole(own(JobOption.SOURCE_STS_ENDPOINT));
            return null;
        }
        checkArn(arn, type == null ? StoreType.S3 : type);
        String sts = options.endpoint(own(JobOption.SOURCE_STS_ENDPOINT));
        return new Role(arn, externalId, session.isEmpty() ? SESSION : session, sts);
    }

    private void goesWithRole(JobOption option) {
        if (options.setting(option).given()) {
            options.wrong(option, "is valid with " + name(own(JobOption.SOURCE_ROLE_ARN)) + " only");
        }
    }

    /** Checks a role's ARN. Roles of S3-compatible stores have another partition or no account. */
    private void checkArn(String arn, StoreType type) {
        String path = "[\\w+=,.@/-]{1,512}";
        switch (type) {
            case S3 ->
                requireArn(
                        arn,
                        "arn:[a-z][a-z0-9-]*:iam::[A-Za-z0-9_-]{0,64}:role/" + path,
                        "arn:aws:iam::123456789012:role/reader");
            case OSS -> requireArn(arn, "acs:ram::[0-9]{1,32}:role/" + path, "acs:ram::1234567890123456:role/reader");
            case COS ->
                requireArn(
                        arn,
                        "qcs::cam::uin/[0-9]{1,32}:role(Name)?/" + path,
                        "qcs::cam::uin/100000000001:roleName/reader");
            case KODO ->
                options.wrong(own(JobOption.SOURCE_ROLE_ARN), "can't be used with kodo://: Qiniu Kodo has no roles");
        }
    }

    private void requireArn(String arn, String pattern, String example) {
        if (!arn.matches(pattern)) {
            options.wrong(
                    own(JobOption.SOURCE_ROLE_ARN),
                    Printable.of(arn) + " is not the ARN of a role, such as " + example);
        }
    }

    private static String name(JobOption option) {
        return option.commandLineName() + " (" + option.environmentName() + ")";
    }
}
