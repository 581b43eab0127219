# What `cmake --install` puts where. Filled in together with cmake/hufuConfig.cmake.in.
