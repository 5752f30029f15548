package io.github.webrendezvous.app;

import java.sql.SQLException;
import org.postgresql.Driver;

/** Makes the driver for PostgreSQL. */
final class PostgresDriver {
  private PostgresDriver() {}

  /**
   * The driver registers itself with the DriverManager when it is loaded, where it would outlive
   * the application.
   */
  static Driver unregistered() {
    Driver driver = new Driver();
    try {
      if (Driver.isRegistered()) {
        Driver.deregister();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The PostgreSQL driver cannot be deregistered", e);
    }
    return driver;
  }
}
