package io.github.webrendezvous.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/recipes.md for other programs than a shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptRecipesIT {
  private Container server;
  private Shell shell;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server = StandaloneContainer.start(Map.of());
    shell = new Shell(directory, server.port());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void write(String heading, String language, String file) throws Exception {
    Page.Block block =
        Page.of("docs/recipes.md").below(heading).blocks(language).findFirst().orElseThrow();
    shell.write(file, block.code());
  }

  @Test
  void theTestsOfAMakefileRunWhenTheMigrationIsDone() throws Exception {
    shell.require("make");
    write("Makefile", "make", "Makefile");
    shell.program("run_tests", "echo the tests run");
    shell.program("migrate", "exit 0");
    Shell.Typed done = shell.type("make -j2");
    assertThat(done.exitCode()).as(done.output()).isZero();
    assertThat(done.output()).contains("the tests run");
    shell.program("migrate", "exit 3");
    Shell.Typed failed = shell.type("make -j2");
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(failed.output()).contains("\"error\":\"Failed\"").doesNotContain("the tests run");
    assertThat(shell.type("make -j2 AT=").output()).contains("AT is not set");
  }

  @Test
  void aPowerShellScriptContinuesWhenTheKeyIsSignalled() throws Exception {
    shell.require("pwsh");
    write("PowerShell", "powershell", "start.ps1");
    shell.program("my_program", "echo it starts");
    new Client(server.uri("/")).send("PUT", "/one/migrated");
    Shell.Typed typed = shell.type("RUN=one pwsh -NoProfile -File start.ps1");
    assertThat(typed.exitCode()).as(typed.output()).isZero();
    assertThat(typed.output()).contains("it starts");
    assertThat(shell.type("pwsh -NoProfile -File start.ps1").exitCode()).isEqualTo(1);
  }
}
