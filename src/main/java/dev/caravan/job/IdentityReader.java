package dev.caravan.job;

import dev.caravan.job.Identity.Base;
import dev.caravan.job.Identity.Role;
import dev.caravan.job.Settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the identity of a side. Refuses options that contradict each other.
 *
 * @param side the options of the side
 */
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
                JobOption.SOURCE_SESSION_NAME),
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
                JobOption.DEST_SESSION_NAME);

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
                JobOption sessionName) {
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
        }
    }

    /** @param type whose store the side is; null where that is not known */
    Identity read(StoreType type, boolean anonymous) {
        Map<JobOption, Base> given = given();
        Role role = role(type);
        if (anonymous) {
            for (JobOption option : List.of(side.profile, side.program, side.roleArn)) {
                if (options.setting(option).given()) {
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

    /** What the settings say, of which only one thing can be. */
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

    /** Returns the access key; null where none is set. */
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
            return null;
        }
        checkArn(arn, type);
        return new Role(arn, externalId, session.isEmpty() ? SESSION : session);
    }

    private void goesWithRole(JobOption option) {
        if (options.setting(option).given()) {
            options.wrong(option, "goes with " + name(side.roleArn) + " only");
        }
    }

    /** Some S3-compatible stores have roles too; the ARNs of these have another partition or no account. */
    private void checkArn(String arn, StoreType type) {
        if (type != null && type != StoreType.S3) {
            options.wrong(side.roleArn, "goes with s3:// only, not with " + type.scheme() + "://");
        } else if (!arn.matches("arn:[a-z][a-z0-9-]*:iam::[A-Za-z0-9_-]{0,64}:role/[\\w+=,.@/-]{1,512}")) {
            options.wrong(
                    side.roleArn,
                    Printable.of(arn) + " is not the ARN of a role, such as arn:aws:iam::123456789012:role/reader");
        }
    }

    private static String name(JobOption option) {
        return option.commandLineName() + " (" + option.environmentName() + ")";
    }
}
