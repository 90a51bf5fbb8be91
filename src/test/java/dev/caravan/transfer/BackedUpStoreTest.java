package dev.caravan.transfer;

import static dev.caravan.local.Assertions.assertThat;

import dev.caravan.store.WritableStore;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;

class BackedUpStoreTest {

    /** A method of the interface with a default implementation would silently bypass the wrapped store. */
    @Test
    void everyCallReachesTheStore() throws Exception {
        for (Method method : WritableStore.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) {
                // The other forms of head call the one with all parameters.
                boolean isOtherHead = (method.getName().equals("head") && method.getParameterCount() < 3)
                        || method.getName().equals("find");
                assertThat(BackedUpStore.class
                                .getMethod(method.getName(), method.getParameterTypes())
                                .getDeclaringClass()
                                .isInterface())
                        .as(method.toString())
                        .isEqualTo(isOtherHead);
            }
        }
    }
}
