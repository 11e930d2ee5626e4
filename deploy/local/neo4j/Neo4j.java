import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import javax.management.JMException;
import javax.management.ObjectName;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Runs Neo4j Community inside one JVM for `deploy/local`. Arguments: home folder, configuration file.
 * The line "stop" on standard input shuts down in order, "stop FILE" then also writes an archive of the loaded classes; end of
 * input means that the parent process died: then the JVM halts at once, so that no orphan ever holds the store. The
 * transaction log recovers it.
 */
public class Neo4j {
  private static final String STOP = "stop";

  public static void main(String[] arguments) {
    var service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
        .loadPropertiesFromFile(Path.of(arguments[1]))
        .build();
    System.out.println("ready");
    try (var lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        var line = lines.nextLine();
        if (line.startsWith(STOP)) {
          service.shutdown();
          archiveClasses(line.substring(STOP.length()).trim());
          return;
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** What `jcmd VM.cds dynamic_dump` does. A JVM that cannot is a little slower to start the next time, and that is all. */
  private static void archiveClasses(String file) {
    if (file.isEmpty()) return;
    try {
      var commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object[] parameters = {new String[] {"dynamic_dump", file}};
      String[] signature = {String[].class.getName()};
      ManagementFactory.getPlatformMBeanServer().invoke(commands, "vmCds", parameters, signature);
    } catch (JMException | RuntimeException problem) {
      System.out.println("no archive of classes: " + problem);
    }
  }
}
