# Read by catalina.sh. CATALINA_OPTS and JAVA_OPTS of the container are kept.
. "$CATALINA_BASE/bin/listen.sh"
CATALINA_OPTS="-Drendezvous.port=$LISTEN_PORT -Drendezvous.address=$LISTEN_HOST -Djava.security.properties=$CATALINA_BASE/conf/java.security -XX:+ExitOnOutOfMemoryError $CATALINA_OPTS"
