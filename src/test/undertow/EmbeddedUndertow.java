import io.github.webrendezvous.app.ApplicationListener;
import io.github.webrendezvous.web.RendezvousServlet;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the application in Undertow, as somebody does who uses Undertow as a library: no WAR, no
 * web.xml, no engine for JSP. Each argument is a context path, or a setting ({@code name=value}) of
 * the context path before it.
 */
public final class EmbeddedUndertow {
  public static void main(String[] arguments) throws Exception {
    List<DeploymentInfo> deployments = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith("/")) {
        deployments.add(deployment(argument));
      } else {
        String[] setting = argument.split("=", 2);
        deployments.get(deployments.size() - 1).addInitParameter(setting[0], setting[1]);
      }
    }
    PathHandler paths = new PathHandler();
    List<DeploymentManager> managers = new ArrayList<>();
    for (DeploymentInfo each : deployments) {
      DeploymentManager manager = Servlets.defaultContainer().addDeployment(each);
      manager.deploy();
      paths.addPrefixPath(each.getContextPath(), manager.start());
      managers.add(manager);
    }
    Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1", paths).build();
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, managers)));
    InetSocketAddress address =
        (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("listens on " + address.getPort());
  }

  private static DeploymentInfo deployment(String contextPath) {
    return Servlets.deployment()
        .setClassLoader(EmbeddedUndertow.class.getClassLoader())
        .setContextPath(contextPath)
        .setDeploymentName(contextPath)
        .addListener(Servlets.listener(ApplicationListener.class))
        .addServlet(
            Servlets.servlet("rendezvous", RendezvousServlet.class)
                .addMapping("/*")
                .setLoadOnStartup(1)
                .setAsyncSupported(true));
  }

  private static void stop(Undertow server, List<DeploymentManager> managers) {
    try {
      for (DeploymentManager each : managers) {
        each.stop();
        each.undeploy();
      }
    } catch (jakarta.servlet.ServletException e) {
      e.printStackTrace();
    }
    server.stop();
  }
}
