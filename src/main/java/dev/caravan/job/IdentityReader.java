package dev.caravan.job;

import dev.caravan.job.Identity.Base;
import dev.caravan.job.Identity.Role;
import dev.caravan.job.Settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the identity of a side and refuses contradicting options. */
record IdentityReader(OptionReader options, List<Problem> problems, Names side) {

    private static final String SESSION = "caravan";

    /** The options of one side. */
    enum Names {
        SOURCE(
                JobOption.SOURCE_ACCESS_KEY_ID,
                JobOption.SOURCE_SECRET_ACCESS_KEY,
                JobOption.SOURCE_SESSION_TOKEN,
                JobOption.SOURCE_SECRET,
                JobOption.SOURCE_IN_CURRENT_ACCOUNT,
                JobOption.SOURCE_PROFILE,
                JobOption.SOURCE_CREDENTIAL_PROCESS,
                JobOption.SOURCE_ROLE_ARN,
                JobOption.SOURCE_EXTERNAL_ID,
                JobOption.SOURCE_SESSION_NAME,
                JobOption.SOURCE_STS_ENDPOINT),
        DESTINATION(
                JobOption.DEST_ACCESS_KEY_ID,
                JobOption.DEST_SECRET_ACCESS_KEY,
                JobOption.DEST_SESSION_TOKEN,
                JobOption.DEST_SECRET,
                JobOption.DEST_IN_CURRENT_ACCOUNT,
                JobOption.DEST_PROFILE,
                JobOption.DEST_CREDENTIAL_PROCESS,
                JobOption.DEST_ROLE_ARN,
                JobOption.DEST_EXTERNAL_ID,
                JobOption.DEST_SESSION_NAME,
                JobOption.DEST_STS_ENDPOINT);

        private final JobOption accessKeyId;
        private final JobOption secretAccessKey;
        private final JobOption sessionToken;
        private final JobOption secret;
        private final JobOption inCurrentAccount;
        private final JobOption profile;
        private final JobOption program;
        private final JobOption roleArn;
        private final JobOption externalId;
        private final JobOption sessionName;
        private final JobOption stsEndpoint;

        Names(
                JobOption accessKeyId,
                JobOption secretAccessKey,
                JobOption sessionToken,
                JobOption secret,
                JobOption inCurrentAccount,
                JobOption profile,
                JobOption program,
                JobOption roleArn,
                JobOption externalId,
                JobOption sessionName,
                JobOption stsEndpoint) {
            this.accessKeyId = accessKeyId;
            this.secretAccessKey = secretAccessKey;
            this.sessionToken = sessionToken;
            this.secret = secret;
            this.inCurrentAccount = inCurrentAccount;
            this.profile = profile;
            this.program = program;
            this.roleArn = roleArn;
            this.externalId = externalId;
            this.sessionName = sessionName;
            this.stsEndpoint = stsEndpoint;
        }
    }

    /** @param type of the side's store; null if unknown */
    Identity read(StoreType type, boolean anonymous) {
        Map<JobOption, Base> given = given();
        if (side == Names.SOURCE) {
            addMachine(given, type);
            addToken(given, type);
        }
        Role role = role(type);
        if (anonymous) {
            for (JobOption option : List.of(
                    side.profile,
                    side.program,
                    side.roleArn,
                    JobOption.SOURCE_MACHINE_ROLE,
                    JobOption.SOURCE_OIDC_TOKEN_FILE)) {
                if (given.containsKey(option) || (option == side.roleArn && role != null)) {
                    options.wrong(option, "can't be with --source-anonymous, which signs no request");
                }
            }
            return new Identity(new Identity.Nobody(), null);
        }
        JobOption first = null;
        for (JobOption option : given.keySet()) {
            if (first != null) {
                options.wrong(
                        option, "is set, and so is " + options.setting(first).name() + "; which of the two?");
            }
            first = first == null ? option : first;
        }
        return new Identity(first == null ? new Identity.DefaultChain() : given.get(first), role);
    }

    /** Returns the origins that are set, of which only one is allowed. */
    private Map<JobOption, Base> given() {
        Map<JobOption, Base> given = new LinkedHashMap<>();
        Credentials credentials = credentials();
        if (credentials != null) {
            given.put(side.accessKeyId, new Identity.Keys(credentials));
        }
        boolean ofProcess = options.flag(side.inCurrentAccount);
        String secret = options.text(side.secret).strip();
        if (!secret.isEmpty() && !ofProcess) {
            given.put(side.secret, new Identity.Secret(secret));
        }
        String profile = options.matching(side.profile, "[^\\p{Cntrl}\\[\\]]{1,256}", "the name of an AWS profile")
                .strip();
        List<String> command = options.words(side.program);
        if (ofProcess && (!profile.isEmpty() || !command.isEmpty())) {
            given.put(side.inCurrentAccount, new Identity.DefaultChain());
        }
        if (!profile.isEmpty()) {
            given.put(side.profile, new Identity.Profile(profile));
        }
        if (!command.isEmpty()) {
            given.put(side.program, new Identity.Program(command));
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
                    "goes with oss:// and cos:// only; leave it out: the AWS default chain takes the role of the machine");
        } else if (type == StoreType.KODO) {
            options.wrong(JobOption.SOURCE_MACHINE_ROLE, "goes with oss:// and cos:// only: Qiniu Kodo has no roles");
        }
        given.put(JobOption.SOURCE_MACHINE_ROLE, new Identity.Machine());
    }

    private void addToken(Map<JobOption, Base> given, StoreType type) {
        Path file = options.path(JobOption.SOURCE_OIDC_TOKEN_FILE);
        if (file == null) {
            if (options.setting(JobOption.SOURCE_OIDC_PROVIDER).given()) {
                options.wrong(JobOption.SOURCE_OIDC_PROVIDER, "goes with --source-oidc-token-file only");
            }
            return;
        }
        String provider = options.matching(
                JobOption.SOURCE_OIDC_PROVIDER,
                "acs:ram::[0-9]{1,32}:oidc-provider/[\\w.@-]{1,128}",
                "the ARN of an identity provider, such as acs:ram::1234567890123456:oidc-provider/cluster");
        if (type != null && type != StoreType.OSS) {
            options.wrong(JobOption.SOURCE_OIDC_TOKEN_FILE, "goes with oss:// only, not with " + type.scheme() + "://");
        } else if (provider.isEmpty() || options.text(side.roleArn).isBlank()) {
            options.wrong(
                    JobOption.SOURCE_OIDC_TOKEN_FILE,
                    "goes with " + name(JobOption.SOURCE_OIDC_PROVIDER) + " and " + name(side.roleArn));
        } else if (!Files.isReadable(file)) {
            options.wrong(
                    JobOption.SOURCE_OIDC_TOKEN_FILE, "there is no readable file " + Printable.of(file.toString()));
        }
        given.put(JobOption.SOURCE_OIDC_TOKEN_FILE, new Identity.WebToken(file, provider));
    }

    /** Returns the access key; null if not set. */
    private Credentials credentials() {
        Credentials credentials = new Credentials(
                options.text(side.accessKeyId).strip(),
                options.text(side.secretAccessKey).strip(),
                options.text(side.sessionToken).strip());
        boolean hasId = !credentials.accessKeyId().isEmpty();
        boolean hasSecret = !credentials.secretAccessKey().isEmpty();
        if (hasId != hasSecret) {
            missing(hasId ? side.secretAccessKey : side.accessKeyId, hasId ? side.accessKeyId : side.secretAccessKey);
        } else if (!hasId && !credentials.sessionToken().isEmpty()) {
            missing(side.accessKeyId, side.sessionToken);
        }
        return hasId && hasSecret ? credentials : null;
    }

    private void missing(JobOption missing, JobOption given) {
        Setting setting = options.setting(given);
        problems.add(new Problem(missing.environmentName(), "is missing, but " + setting.name() + " is set", false));
    }

    /** Returns the role to assume; null for none. */
    private Role role(StoreType type) {
        String arn = options.text(side.roleArn).strip();
        String externalId = options.matching(
                side.externalId,
                "[\\w+=,.@:/-]{2,1224}",
                "an external ID: 2 to 1224 letters, digits and + = , . @ : / -");
        String session = options.matching(
                side.sessionName,
                "[\\w+=,.@-]{2,64}",
                "the name of a session: 2 to 64 letters, digits and + = , . @ -");
        if (arn.isEmpty()) {
            goesWithRole(side.externalId);
            goesWithRole(side.sessionName);
            goesWithRole(side.stsEndpoint);
            return null;
        }
        checkArn(arn, type == null ? StoreType.S3 : type);
        return new Role(arn, externalId, session.isEmpty() ? SESSION : session, stsEndpoint());
    }

    private String stsEndpoint() {
        String text = options.text(side.stsEndpoint).strip();
        try {
            return text.isEmpty() ? "" : Endpoint.normalise(text);
        } catch (IllegalArgumentException e) {
            options.wrong(side.stsEndpoint, e.getMessage());
            return "";
        }
    }

    private void goesWithRole(JobOption option) {
        if (options.setting(option).given()) {
            options.wrong(option, "goes with " + name(side.roleArn) + " only");
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
            case KODO -> options.wrong(side.roleArn, "can't be with kodo://: Qiniu Kodo has no roles");
        }
    }

    private void requireArn(String arn, String pattern, String example) {
        if (!arn.matches(pattern)) {
            options.wrong(side.roleArn, Printable.of(arn) + " is not the ARN of a role, such as " + example);
        }
    }

    private static String name(JobOption option) {
        return option.commandLineName() + " (" + option.environmentName() + ")";
    }
}
