package dev.caravan.component.cos;

import dev.caravan.component.wire.XmlErrors;
import dev.caravan.component.wire.XmlFault;
import dev.caravan.store.DeniedException;
import dev.caravan.store.InvalidException;
import dev.caravan.store.StoreException;

/** Translates refusals of COS (Tencent COS, "Error Codes"). */
final class CosErrors extends XmlErrors {

    CosErrors(String bucketName) {
        super(bucketName);
    }

    @Override
    protected StoreException own(String what, XmlFault fault, int status, String message, boolean temporary) {
        String code = fault.code();
        if (status >= 300 && status < 400) {
            // The message omits the target: the author of the bucket's rules chooses it, and it can contain a secret.
            return new InvalidException(
                    message + ": the store redirects, which isn't followed: is there a rule that reads missing"
                            + " objects from another site, or is the region another?",
                    status,
                    code);
        }
        if (code.equals("NoSuchBucket")) {
            String hint =
                    isNumbered() ? "" : " (COS's names end with the number of their account, as in photos-1250000000)";
            return new InvalidException(noSuchBucket(what) + hint, status, code);
        }
        if (code.equals("AccessDenied") && fault.message().contains("expired")) {
            // A signature is valid for an hour from now.
            return skewed(message, status, code);
        }
        if (status == 400 && code.isEmpty() && temporary) {
            return DeniedException.ofCaller(message + MAY_HAVE_EXPIRED, status, code);
        }
        return null;
    }

    private boolean isNumbered() {
        String account = bucketName().substring(bucketName().lastIndexOf('-') + 1);
        return !account.isEmpty() && account.chars().allMatch(Character::isDigit);
    }
}
