// Azurite for one test run: it ends when whoever started it goes away, however that happens.
process.stdin.on("end", () => process.exit(0)).resume();
require("azurite/dist/src/azurite.js");
