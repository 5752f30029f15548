# Read by catalina.sh. CATALINA_OPTS and JAVA_OPTS of the container are kept.
. "$CATALINA_BASE/bin/listen.sh"
# What writes the log: the JVM needs it before Tomcat.
CLASSPATH=$CATALINA_BASE/boot
CATALINA_OPTS="-Drendezvous.port=$LISTEN_PORT -Drendezvous.address=$LISTEN_HOST -Djava.security.properties=$CATALINA_BASE/conf/java.security -XX:+ExitOnOutOfMemoryError $CATALINA_OPTS"
