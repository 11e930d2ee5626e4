import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Scanner;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Runs Neo4j Community inside one JVM for `deploy/local`. Arguments: home folder, configuration file.
 * The line "stop" on standard input shuts down in order; end of input means that the parent process died:
 * then the JVM halts at once, so that no orphan ever holds the store. The transaction log recovers it.
 */
public class Neo4j {
  public static void main(String[] arguments) {
    var service = new DatabaseManagementServiceBuilder(Path.of(arguments[0]))
        .loadPropertiesFromFile(Path.of(arguments[1]))
        .build();
    System.out.println("ready");
    try (var lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (lines.hasNextLine()) {
        if (lines.nextLine().equals("stop")) {
          service.shutdown();
          return;
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
