package dev.caravan.component.oss;

import dev.caravan.job.OssSignature;

/** Runs the store contract with signature V1. */
class OssStoreV1IT extends OssStoreIT {

    @Override
    OssConfiguration configuration() {
        OssConfiguration configuration = super.configuration();
        configuration.setSignature(OssSignature.V1);
        return configuration;
    }
}
