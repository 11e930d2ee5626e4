/** Neo4j 5.26 LTS. Says the same as pom.xml; a test compares the two. */
export const NEO4J_VERSION = '5.26.25';
