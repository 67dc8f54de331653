// java Get.java URL: one GET, read to its end, as a short program does it.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

public class Get {
    public static void main(String[] arguments) throws Exception {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(arguments[0])).build(), BodyHandlers.ofByteArray());
    }
}
