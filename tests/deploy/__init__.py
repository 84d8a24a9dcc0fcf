"""What many people are served with: the image, the compose file, the manifests, the proxy, and how a server stops."""
