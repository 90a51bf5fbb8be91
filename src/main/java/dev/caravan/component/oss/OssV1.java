package dev.caravan.component.oss;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.common.auth.DefaultCredentials;
import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.internal.signer.OSSSignerParams;
import com.aliyun.oss.internal.signer.OSSV1Signer;
import dev.caravan.component.wire.ReadRequest;
import dev.caravan.job.Credentials;
import java.util.Locale;

/** Signature V1 of OSS in a header, made by the SDK. */
record OssV1(String bucket) implements OssSigner {

    @Override
    public void sign(ReadRequest request, Credentials credentials) {
        String token = credentials.sessionToken().isEmpty() ? null : credentials.sessionToken();
        OSSSignerParams parameters = new OSSSignerParams(
                '/' + bucket + '/' + request.key(),
                new DefaultCredentials(credentials.accessKeyId(), credentials.secretAccessKey(), token));
        RequestMessage message = new RequestMessage(bucket, request.key());
        message.setMethod(HttpMethod.valueOf(request.method()));
        message.setParameters(request.parameters());
        request.headers().forEach(message::addHeader);
        new OSSV1Signer(parameters).sign(message);
        message.getHeaders().forEach((name, value) -> request.header(name.toLowerCase(Locale.ROOT), value));
    }
}
