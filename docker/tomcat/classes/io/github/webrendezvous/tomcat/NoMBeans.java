package io.github.webrendezvous.tomcat;

import javax.management.MBeanServerFactory;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.tomcat.util.modeler.Registry;

/**
 * Keeps Tomcat from registering its parts for JMX, which is a fifth of its start: nobody sees them, unless the JVM has a
 * JMX agent. With an agent, there is an MBean server already, and they are registered. The first listener of the server,
 * as the registry must not have been used before. Compiled when the image is built.
 */
public final class NoMBeans implements LifecycleListener {
  public NoMBeans() {
    if (MBeanServerFactory.findMBeanServer(null).isEmpty()) {
      Registry.disableRegistry();
    }
  }

  @Override
  public void lifecycleEvent(LifecycleEvent event) {
    // All is done before the first event.
  }
}
