package dev.caravan.job;

/** The signatures of Aliyun OSS. */
public enum OssSignature {
    V4,
    V1
}
