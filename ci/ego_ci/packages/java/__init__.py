"""Maven artifacts: a jar for Java 11 and later, its sources, and the pom that names what it needs."""
