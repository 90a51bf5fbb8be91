package dev.caravan.observe.console;

import static dev.caravan.local.Assertions.assertThat;

import javax.management.ObjectName;
import org.jolokia.server.core.util.RequestType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {

    private static final String ROUTE = "org.apache.camel:context=caravan,type=routes,name=\"worker\"";

    private final AccessPolicy read = new AccessPolicy(false, route -> false);
    private final AccessPolicy operate = new AccessPolicy(true, route -> false);

    @ParameterizedTest
    @EnumSource(
            value = RequestType.class,
            names = {"WRITE", "NOTIFICATION", "CONFIG"})
    void knowsNoRequestThatChanges(RequestType type) {
        assertThat(read.isTypeAllowed(type)).isFalse();
        assertThat(operate.isTypeAllowed(type)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'org.apache.camel:context=caravan,type=context,name=\"caravan\"', dumpRoutesAsXml(boolean), true",
        "'org.apache.camel:context=caravan,type=routes,name=\"worker\"', getTotalRoutes(), true",
        "'org.apache.camel:context=caravan,type=processors,name=\"put\"', dumpProcessorAsXml, true",
        "'org.apache.camel:context=caravan,type=context,name=\"caravan\"', stop(), false",
        "'org.apache.camel:context=caravan,type=context,name=\"caravan\"', startRoute(java.lang.String), false",
        "'org.apache.camel:context=caravan,type=context,name=\"caravan\"', sendBody, false",
        "'org.apache.camel:context=caravan,type=endpoints,name=\"seda://queue\"', browseAllMessagesAsXml, false",
        "'org.apache.camel:context=caravan,type=tracer,name=BacklogTracer', dumpAllTracedMessagesAsXml(), false",
        "'org.apache.camel:context=caravan,type=components,name=\"source\"', getConfiguration, false",
        "'org.apache.camel:type=routes,*', dumpRouteAsXml, false",
        "'java.lang:type=Memory', gc, false",
        "'com.sun.management:type=DiagnosticCommand', vmSystemProperties, false",
        "'jolokia:type=Config', getDebug, false",
        "'dev.caravan:type=Transfer', getAnything, false",
    })
    void drawsRoutesAndNothingElse(String bean, String operation, boolean allowed) throws Exception {
        assertThat(read.isOperationAllowed(new ObjectName(bean), operation)).isEqualTo(allowed);
        assertThat(operate.isOperationAllowed(new ObjectName(bean), operation)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "start(), true",
        "stop(), true",
        "stop(long), true",
        "suspend(), true",
        "resume(), true",
        "remove(), false",
        "updateRouteFromXml(java.lang.String), false",
        "reset, false"
    })
    void letsWhoOperatesHandleARoute(String operation, boolean allowed) throws Exception {
        assertThat(operate.isOperationAllowed(new ObjectName(ROUTE), operation)).isEqualTo(allowed);
        assertThat(read.isOperationAllowed(new ObjectName(ROUTE), operation)).isFalse();
    }

    @Test
    void stopsNoRouteThatWouldForgetWhatWaits() throws Exception {
        AccessPolicy careful = new AccessPolicy(true, route -> true);
        assertThat(careful.isOperationAllowed(new ObjectName(ROUTE), "stop()")).isFalse();
        assertThat(careful.isOperationAllowed(new ObjectName(ROUTE), "suspend()"))
                .isFalse();
        assertThat(careful.isOperationAllowed(new ObjectName(ROUTE), "start()")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang:type=Memory, HeapMemoryUsage, true",
        "'dev.caravan:type=Transfer', SlotsInUse, true",
        "java.lang:type=Runtime, SystemProperties, false",
        "java.lang:type=Runtime, InputArguments, false",
        "com.sun.management:type=HotSpotDiagnostic, DiagnosticOptions, false",
        "java.util.logging:type=Logging, LoggerNames, false",
    })
    void readsWhatHoldsNoSecret(String bean, String attribute, boolean allowed) throws Exception {
        assertThat(read.isAttributeReadAllowed(new ObjectName(bean), attribute)).isEqualTo(allowed);
        assertThat(operate.isAttributeWriteAllowed(new ObjectName(bean), attribute))
                .isFalse();
    }

    @Test
    void listsOnlyWhatMayBeRead() throws Exception {
        assertThat(read.isObjectNameHidden(new ObjectName("com.sun.management:type=DiagnosticCommand")))
                .isTrue();
        assertThat(read.isObjectNameHidden(new ObjectName(ROUTE))).isFalse();
    }
}
