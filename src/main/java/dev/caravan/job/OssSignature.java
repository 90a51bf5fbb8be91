package dev.caravan.job;

/** How requests to Aliyun OSS are signed. */
public enum OssSignature {
    V4,
    V1
}
